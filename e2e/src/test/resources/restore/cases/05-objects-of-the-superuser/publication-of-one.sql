create publication theirs for table customers;

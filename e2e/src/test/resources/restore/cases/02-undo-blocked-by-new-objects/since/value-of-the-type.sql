alter type st add value 'c';

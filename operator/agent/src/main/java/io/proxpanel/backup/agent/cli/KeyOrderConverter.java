package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.contract.KeyOrder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the names that {@link KeyOrder} has in JSON. */
final class KeyOrderConverter implements ITypeConverter<KeyOrder> {
  @Override
  public KeyOrder convert(String value) {
    for (KeyOrder order : KeyOrder.values()) {
      if (order.toString().equals(value)) {
        return order;
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is no order: write salt-first or password-first");
  }
}

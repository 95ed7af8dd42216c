package io.proxpanel.backup.agent.router.drift;

/**
 * What the first lines of an export say about the router that wrote it. Each is null where the
 * export does not say it (a virtual router has neither model nor serial number).
 *
 * @param version of RouterOS, such as {@code 6.49.10} or {@code 7.16.2}
 * @param softwareId of the licence
 * @param model of the hardware
 * @param serialNumber of the hardware
 */
public record ExportHeader(String version, String softwareId, String model, String serialNumber) {}

package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a backup file is encrypted.
 *
 * @param format the format to write; {@link BackupFormat#ProxPanelV2}
 * @param keyOrder the order to derive the key in
 * @param passwordFile file with the password that the key comes from
 * @param licenseKeyFile file with the licence key for the header, or null for {@code UNKNOWN}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Encryption(
    BackupFormat format, KeyOrder keyOrder, String passwordFile, String licenseKeyFile) {}

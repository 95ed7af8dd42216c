package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A place for backup files. */
@JsonClassDescription("A place for backup files.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.local) ? 1 : 0) + (has(self.ftp) ? 1 : 0) + (has(self.sftp) ? 1 : 0)"
            + " + (has(self.s3) ? 1 : 0) + (has(self.cloud) ? 1 : 0) == 1",
    message = "write exactly one of local, ftp, sftp, s3 and cloud")
@ValidationRule(
    value = "!has(self.local) || !has(self.maxBytesPerSecond)",
    message = "maxBytesPerSecond is for destinations on a network: remove it")
public record Destination(
    @Required
        @Size(max = 40)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
            message = "write a short name of lowercase letters, digits and -, like local")
        @JsonPropertyDescription("Name for this destination in status and messages.")
        String name,
    @JsonPropertyDescription("A folder of a volume. Exactly one of local, ftp, sftp, s3 and cloud.")
        LocalDestination local,
    @JsonPropertyDescription(
            "A folder of an FTP server. Exactly one of local, ftp, sftp, s3 and cloud.")
        FtpDestination ftp,
    @JsonPropertyDescription(
            "A folder of an SSH server, by SFTP. Exactly one of local, ftp, sftp, s3 and cloud.")
        SftpDestination sftp,
    @JsonPropertyDescription(
            "A part of a bucket of an S3 service. Exactly one of local, ftp, sftp, s3 and cloud.")
        S3Destination s3,
    @JsonPropertyDescription(
            "The vendor's cloud backup service. Exactly one of local, ftp, sftp, s3 and cloud.")
        CloudDestination cloud,
    @Min(1024)
        @JsonPropertyDescription(
            "Most bytes per second that are sent to this destination. Default: no limit.")
        Long maxBytesPerSecond,
    @JsonPropertyDescription(
            "Whether every file is read back whole from there after it was stored, and compared by"
                + " its SHA-256: for servers that cannot say a hash (SFTP, most FTP servers, the"
                + " cloud service). The file crosses the network twice then. What is dumped to a"
                + " volume is read back in any case. Default: false.")
        Boolean readBack) {

  /** A folder of a volume. */
  public Destination(String name, LocalDestination local) {
    this(name, local, null, null, null, null, null, null);
  }
}

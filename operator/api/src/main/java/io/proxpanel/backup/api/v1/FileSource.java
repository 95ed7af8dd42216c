package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A backup file that belongs to no Backup. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.local) ? 1 : 0) + (has(self.ftp) ? 1 : 0) + (has(self.sftp) ? 1 : 0)"
            + " + (has(self.s3) ? 1 : 0) + (has(self.cloud) ? 1 : 0) == 1",
    message = "write exactly one of local, ftp, sftp, s3 and cloud")
public record FileSource(
    @Required
        @Size(max = 255)
        @ValidationRule(
            value =
                "self.matches('^[^[:cntrl:]/]+$') && !self.contains('\\\\')"
                    + " && !(self in ['.', '..'])",
            message = "write the file's name alone, without a folder: the folder goes into path")
        @ValidationRule(
            value = "!self.endsWith('.manifest.json')",
            message = "write the name of the backup file, not of the manifest beside it")
        @JsonPropertyDescription("Name of the file, without a folder.")
        String name,
    @JsonPropertyDescription(
            "The folder of a volume that the file is in. Exactly one of local, ftp, sftp, s3 and cloud.")
        LocalDestination local,
    @JsonPropertyDescription(
            "The folder of an FTP server that the file is in. Exactly one of local, ftp, sftp, s3"
                + " and cloud.")
        FtpDestination ftp,
    @JsonPropertyDescription(
            "The folder of an SSH server that the file is in. Exactly one of local, ftp, sftp, s3"
                + " and cloud.")
        SftpDestination sftp,
    @JsonPropertyDescription(
            "The part of a bucket that the file is in. Exactly one of local, ftp, sftp, s3 and cloud.")
        S3Destination s3,
    @JsonPropertyDescription(
            "The vendor's cloud backup service, which has the file. Exactly one of local, ftp, sftp,"
                + " s3 and cloud.")
        CloudDestination cloud) {

  /** A file on a volume. */
  public FileSource(String name, LocalDestination local) {
    this(name, local, null, null, null, null);
  }

  /** The place that the file is in, under that name. */
  public Destination place(String named) {
    return new Destination(named, local, ftp, sftp, s3, cloud, null, null);
  }
}

/// Backup and restore: everything that makes another machine this gateway, in one sealed file.
///
/// The running gateway makes the file's bytes and takes them; `hnvctl` writes and reads the file.
/// Inside of the seal ([io.hnvgateway.app.backup.BackupCipher]) stand the desired state with its
/// secrets and who has access ([io.hnvgateway.app.backup.BackupContent]). A restore judges all of
/// it before it changes anything; the desired state becomes one change with a version.
@NullMarked
package io.hnvgateway.app.backup;

import org.jspecify.annotations.NullMarked;

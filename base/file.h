#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace sellsign {

/// What is longer is not read: most likely it never ends.
inline constexpr std::size_t k_longest_file = std::size_t{2} << 30U;

/// All of a file's bytes; nothing, with errno, when it cannot be read or is longer than `k_longest_file`.
std::optional<std::string> bytes_of(const std::string& path);

/// Reads a whole file, or says why it could not.
Result<std::string> read_file(const std::string& path);

/// Reads a file of text without its byte order mark. Error kind `usage`: it cannot be read, or is no UTF-8
/// (`file:line:column: what`).
Result<std::string> read_text_file(const std::string& path);

/// What a symbolic link stands for in the end, whether that is there or not; else the path itself.
std::string resolved_path(const std::string& path);

/// Writes a whole file, or says why it could not. A pipe waits for its reader, until `give_up` says yes.
Result<> write_file(const std::string& path, std::string_view text, const GiveUp& give_up = {});

/// Writes a file so that whoever reads it finds the old text or the new one whole: another file of the same
/// folder takes its place. Everybody may read it. Error kind `usage`: it cannot be written, or is no ordinary
/// file.
Result<> replace_file(const std::string& path, std::string_view text);

/// The same for whatever stands there, once the new text is on the disk: it is found also when the machine
/// stops, after `flush_folder`. An Error of kind `internal` says which step failed; the file is as it was.
Result<> replace_file_on_disk(const std::string& path, std::string_view text);

/// Writes a file in the same way where that can be: through symbolic links, in place when the folder takes no
/// other file, and as `write_file` does into what is no ordinary file. Error kind `internal`.
Result<> write_whole(const std::string& path, std::string_view text, const GiveUp& give_up = {});

/// Whether `write_whole` could write there; leaves everything as it is. Error kind `usage`.
Result<> check_writable(const std::string& path);

/// Makes sure that the folder of a file that was replaced is on the disk, too.
Result<> flush_folder(const std::string& path);

/// Appends whole texts to a new file. Move-only; for one thread at a time.
class AppendedFile {
 public:
  /// Makes the file, instead of one that is there, with the mode and the owner of `like` where that is there.
  /// Error kind `internal`.
  static Result<AppendedFile> create(const std::string& path, const std::string& like);

  /// Writes the text behind what is there and waits until it is on the disk. After an Error (kind `internal`)
  /// the file holds what it held before.
  Result<> append(std::string_view text);

  std::size_t size() const { return size_; }

 private:
  std::string path_;
  Fd file_;
  std::size_t size_ = 0;
};

/// Claims a file for this process by an empty file FILE.lock, which is removed with the claim. Move-only.
class FileClaim {
 public:
  FileClaim() = default;
  FileClaim(FileClaim&&) = default;
  FileClaim& operator=(FileClaim&&) = default;
  ~FileClaim();

  /// Error kind `usage`: another process holds the claim, or the lock file cannot be made.
  static Result<FileClaim> take(const std::string& path);

 private:
  std::string path_;
  Fd file_;
};

/// What is to take the place of FILE is written to FILE, this and the id of the process, which may leave it
/// behind when it is killed.
inline constexpr std::string_view k_fresh = ".new.";

}  // namespace sellsign

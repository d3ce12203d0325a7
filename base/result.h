#pragma once

#include <cassert>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sellsign {

/// Data is wrong. `where` is a JSON path or `file:line:col`; `what` says what was wrong and what to do about
/// it.
struct Problem {
  std::string where;
  std::string what;
};

using Problems = std::vector<Problem>;

/// Why a call could not be done. Few kinds on purpose: the message is where the richness goes.
enum class ErrorKind {
  usage,        ///< the caller asked for something that does not exist or cannot be
  refused,      ///< the safety guard said no; nothing was sent
  unreachable,  ///< no connection: resolution, connect or TLS failed; nothing was processed
  timeout,      ///< a deadline passed; the server may or may not have processed the request
  transport,    ///< the connection broke in mid-exchange; same uncertainty as a timeout
  http_status,  ///< the server answered, with a status that is not a success; `status` and `body` hold it
  limit,        ///< there is as much of it as may be (docs/limits.md); later it may work
  undecodable,  ///< the server answered with success, but with a body that does not fit the documented shape
  internal      ///< our own fault or the machine's (a file that cannot be written, for example)
};

/// A call that could not be done. Value type, owns its text.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  int status = 0;      ///< HTTP status for `http_status` and `undecodable`, else 0
  std::string body{};  ///< the server's words for `http_status` and `undecodable`, else empty
};

/// The caller asked for something that does not exist or cannot be.
inline Error usage_error(std::string message) { return {ErrorKind::usage, std::move(message)}; }

/// A value or the error that prevented it. Reading the wrong side is a bug and asserts. Without a value type
/// it is the result of something that gives nothing back; `{}` is then its success.
template <class T = std::monostate, class E = Error>
class [[nodiscard]] Result {
 public:
  Result() requires std::is_same_v<T, std::monostate>
  = default;
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return assert(ok()), std::get<0>(held_); }
  const T& value() const& { return assert(ok()), std::get<0>(held_); }
  T&& value() && { return assert(ok()), std::get<0>(std::move(held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  E& error() & { return assert(!ok()), std::get<1>(held_); }
  const E& error() const& { return assert(!ok()), std::get<1>(held_); }

 private:
  std::variant<T, E> held_;
};

}  // namespace sellsign

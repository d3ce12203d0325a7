#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace sellsign::net {

/// Why something on the wire could not be done.
enum class Failure : std::uint8_t {
  resolve,   ///< the name has no address
  connect,   ///< no connection: refused, no route, or a local limit
  tls,       ///< the handshake failed, or the certificate is not the host's
  timeout,   ///< the deadline passed
  broken,    ///< the connection ended or was reset where more was expected
  protocol,  ///< the peer does not speak HTTP/1.1
  limit      ///< the peer sent more than the limits allow
};

/// A failure and, for people, what happened. Value type, owns its text.
struct Error {
  Failure kind = Failure::broken;
  std::string message;
};

/// A value or the Error that prevented it. Reading the wrong side is a bug and asserts.
template <class T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value)
      : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Outcome(Error error)
      : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

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

  const Error& error() const { return assert(!ok()), std::get<1>(held_); }

 private:
  std::variant<T, Error> held_;
};

/// The outcome of something that gives nothing back.
using Done = Outcome<std::monostate>;

}  // namespace sellsign::net

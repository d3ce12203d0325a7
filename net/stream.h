#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/failure.h"
#include "net/socket.h"
#include "net/tls.h"
#include "net/tls_identity.h"

struct ssl_st;

namespace sellsign::net {

/// One end of a connection, plain or TLS, that never blocks. TLS shakes hands inside the first reads and
/// writes. Move-only; for one thread at a time. The process must ignore SIGPIPE when TLS is used.
class Stream {
 public:
  enum class State : std::uint8_t {
    done,         ///< some bytes were moved
    wants_read,   ///< nothing now: wait until the socket can be read
    wants_write,  ///< nothing now: wait until the socket can be written
    ended,        ///< the peer will send no more
    broken        ///< the connection is of no use any more
  };
  struct Moved {
    State state = State::broken;
    std::size_t bytes = 0;
  };

  Stream() = default;
  explicit Stream(Fd fd) : fd_(std::move(fd)) {}

  /// Speaks TLS from now on, as the server. False when the system has no memory.
  bool start_tls(const TlsIdentity& identity);
  /// The same as a client that expects `host` (a name or numeric address) in the certificate.
  bool start_tls(const TlsContext& context, const std::string& host);
  /// Why TLS broke, in OpenSSL's words; empty when it did not or for plain streams.
  const std::string& tls_problem() const { return tls_problem_; }

  Moved read_some(std::span<char> into);
  Moved write_some(std::string_view bytes);

  static constexpr int k_nothing = -1;
  static constexpr int k_end = -2;
  /// The first byte that the peer has sent, without taking it; k_nothing when there is none yet, k_end at the
  /// end.
  int peek() const;
  /// Whether bytes that were read from the socket wait inside: `read_some` gives them without the socket
  /// being readable.
  bool has_more_inside() const;
  bool is_tls() const { return ssl_ != nullptr; }
  /// Says over TLS that all has been sent, so that the end is not taken for a cut. Nothing for plain streams.
  void say_goodbye();
  /// Tells the peer that no more will be sent.
  void end_sending();
  /// Ends the connection so that the peer meets a reset.
  void reset();

  int fd() const { return fd_.get(); }

 private:
  Moved moved_by_tls(int returned, std::size_t bytes);

  Fd fd_;
  std::shared_ptr<ssl_st> ssl_;
  std::string tls_problem_;
};

}  // namespace sellsign::net

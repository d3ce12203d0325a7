#pragma once

#include <memory>
#include <string>

#include "net/failure.h"

struct ssl_ctx_st;
struct ssl_st;

namespace sellsign::net {

/// How a TLS client decides whom to trust.
struct TlsOptions {
  bool verify = true;     ///< check the certificate's chain and that it names the host
  std::string ca_file{};  ///< PEM file of the only authorities to trust; empty: the system's
};

/// What the connections to one server have in common. Immutable; shared by any number of threads.
class TlsContext {
 public:
  /// Failure `tls` when the CA file cannot be read.
  static WireResult<TlsContext> make(const TlsOptions& options);

  ssl_ctx_st* get() const { return context_.get(); }

 private:
  TlsContext() = default;
  std::shared_ptr<ssl_ctx_st> context_;
};

/// Why a client's TLS operation failed: what is wrong with the certificate, or OpenSSL's own words. Empties
/// the thread's queue of errors.
std::string failure_words(const ssl_st* ssl);

}  // namespace sellsign::net

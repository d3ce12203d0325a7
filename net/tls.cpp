#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace sellsign::net {
namespace {

/// OpenSSL's own words for the first error in this thread's queue, or `otherwise`. Empties the queue.
std::string openssl_words(const std::string& otherwise) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? otherwise : reason;
}

}  // namespace

std::string failure_words(const SSL* ssl) {
  const long verdict = SSL_get_verify_result(ssl);
  if (verdict == X509_V_OK) return openssl_words("the peer broke off");
  ERR_clear_error();
  return X509_verify_cert_error_string(verdict);
}

WireResult<TlsContext> TlsContext::make(const TlsOptions& options) {
  ERR_clear_error();
  TlsContext made;
  made.context_ = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX* context = made.context_.get();
  if (context == nullptr) return WireError{Failure::tls, "no TLS context: " + openssl_words("out of memory")};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(context, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (!options.verify) return made;
  const int loaded = options.ca_file.empty()
                         ? SSL_CTX_set_default_verify_paths(context)
                         : SSL_CTX_load_verify_locations(context, options.ca_file.c_str(), nullptr);
  if (loaded != 1)
    return WireError{Failure::tls,
                     "cannot read the CA file " + options.ca_file + ": " + openssl_words("no certificate")};
  return made;
}

}  // namespace sellsign::net

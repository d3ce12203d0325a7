#include "net/tls_identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace sellsign::net {
namespace {

WireError cannot_use(const std::string& what) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return {Failure::tls, "cannot use the " + what + ": " + (reason == nullptr ? "not PEM" : reason)};
}

std::unique_ptr<BIO, decltype(&BIO_free)> view(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

}  // namespace

WireResult<TlsIdentity> TlsIdentity::make() {
  ERR_clear_error();
  TlsIdentity made;
  made.context_ = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX* context = made.context_.get();
  if (context == nullptr) return WireError{Failure::tls, "no TLS context: out of memory"};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);  // a record by one read of the socket, not two
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  return made;
}

WireResult<TlsIdentity> TlsIdentity::read(const std::string& certificate_file, const std::string& key_file) {
  auto made = make();
  if (!made) return made;
  SSL_CTX* context = made->get();
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1)
    return cannot_use("certificate " + certificate_file);
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return cannot_use("key " + key_file);
  return made;
}

WireResult<TlsIdentity> TlsIdentity::from_pem(const std::string& certificate, const std::string& key) {
  auto made = make();
  if (!made) return made;
  SSL_CTX* context = made->get();
  const std::unique_ptr<X509, decltype(&X509_free)> read_certificate(
      PEM_read_bio_X509(view(certificate).get(), nullptr, nullptr, nullptr), X509_free);
  if (read_certificate == nullptr || SSL_CTX_use_certificate(context, read_certificate.get()) != 1)
    return cannot_use("certificate");
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> read_key(
      PEM_read_bio_PrivateKey(view(key).get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (read_key == nullptr || SSL_CTX_use_PrivateKey(context, read_key.get()) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return cannot_use("key");
  return made;
}

}  // namespace sellsign::net

#pragma once

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "net/tls_identity.h"

namespace sellsign::testing {

/// A self-signed certificate for the given subject alternative names (`DNS:localhost,IP:127.0.0.1`), made on
/// the spot: a server context that shows it, and a PEM file of it that goes with this object. SIGPIPE is
/// ignored from then on: OpenSSL's writes raise it.
class Certificate {
 public:
  explicit Certificate(const std::string& names) : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
    std::signal(SIGPIPE, SIG_IGN);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    constexpr long k_day = 24 * 60 * 60;
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -k_day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), k_day);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key.get());
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    X509_add_ext(certificate.get(), extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    SSL_CTX_use_certificate(context_.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), key.get());

    std::string path = (std::filesystem::temp_directory_path() / "sellsign-test-XXXXXX").string();
    const int fd = ::mkstemp(path.data());
    FILE* out = ::fdopen(fd, "w");
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
    file_ = path;
    FILE* key_out = std::fopen(key_file().c_str(), "w");
    PEM_write_PrivateKey(key_out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(key_out);
  }

  ~Certificate() {
    std::filesystem::remove(file_);
    std::filesystem::remove(key_file());
  }

  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  SSL_CTX* server() const { return context_.get(); }
  net::TlsIdentity identity() const {
    auto read = net::TlsIdentity::read(file_, key_file());
    if (!read) throw std::runtime_error(read.error().message);
    return *std::move(read);
  }
  const std::string& file() const { return file_; }
  std::string key_file() const { return file_ + ".key"; }

 private:
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::string file_;
};

}  // namespace sellsign::testing

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "net/failure.h"

namespace sellsign::net {

/// A certificate and its private key, both as PEM.
struct Credentials {
  std::string certificate;
  std::string key;
};

/// What is wrong with a name that a certificate shall be for: a host name, `*.` and a host name, or a numeric
/// address. Empty when nothing is.
std::string name_problem(const std::string& name);

/// A certificate authority for tests that lives in memory and dies with this object: its private key is never
/// given out. By name constraints it can sign for the given names only, for host names also for what is below
/// them, so that whoever trusts it risks nothing else. EC P-256; valid from a day ago for a year. Copies
/// share it; not for several threads at once.
class Authority {
 public:
  /// `names` as `name_problem` takes them, at least one. Failure `tls`.
  static WireResult<Authority> make(const std::vector<std::string>& names);

  /// Its own certificate, PEM.
  const std::string& certificate() const;

  /// A server's certificate for names, with a new key. What the authority may not sign, clients will refuse.
  /// Failure `tls`.
  WireResult<Credentials> issue(const std::vector<std::string>& names) const;

 private:
  struct State;
  explicit Authority(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace sellsign::net

#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mock_server/service/namespace.h"

namespace sellsign::mock {

/// All namespaces. The one called `default` is always there; others begin with the first request that names
/// them, as forks of the seeded state, with the faults to start with and the default one's clock.
/// Thread-safe.
class Namespaces {
 public:
  static constexpr std::string_view k_default = "default";

  /// `most`: namespaces at once, the default one included.
  Namespaces(NamespaceOptions options, Isolation isolation, std::size_t most);

  Namespace& main() const { return *main_; }
  Isolation isolation() const { return isolation_; }
  std::size_t most() const { return most_; }

  /// The namespace of a request, begun if it is new. Error kind `usage`: a name that cannot be one;
  /// `unreachable`: there are as many as may be.
  Result<std::shared_ptr<Namespace>> of(const ReadRequest& asked);

  /// Begins one from a given state. Errors as `of`; also `usage` when the name is taken.
  Result<std::shared_ptr<Namespace>> begin(const std::string& name, const StoreImage& image);

  /// The one of that name, begun from the base if it is new. Errors as `of`.
  Result<std::shared_ptr<Namespace>> begin(const std::string& name);

  /// The one of that name, or null.
  std::shared_ptr<Namespace> find(std::string_view name) const;

  /// All, sorted by name.
  std::vector<std::shared_ptr<Namespace>> all() const;

  /// Ends one; requests that it is answering finish. False: there is none, or it is the default one.
  bool remove(const std::string& name);

  /// From now on namespaces begin with what the default one holds now.
  void set_base();

  /// Gives a namespace the state with which one begins. What was there.
  Counts restart_state(Namespace& space) const;

  /// Gives a namespace the faults with which one begins. How many were there.
  std::size_t restart_faults(Namespace& space) const;

  /// From now on namespaces begin with these faults, and the default one gets them. What is wrong with them
  /// (and nothing changes).
  Problems start_faults(const std::string& text);

 private:
  Result<std::shared_ptr<Namespace>> find_or_begin(const std::string& name, const StoreImage* image,
                                                   bool must_be_new);
  void share_journal_bytes();

  NamespaceOptions options_;
  Isolation isolation_;
  std::size_t most_;
  std::shared_ptr<Namespace> main_;
  mutable std::shared_mutex mutex_;  // guards what follows
  std::unordered_map<std::string, std::shared_ptr<Namespace>> namespaces_;
  StoreImage base_;
};

/// `off`, `token` or `header`.
std::string_view name_of(Isolation isolation);

/// The namespace of a token: `token-` and 16 hex digits, which say nothing about the token.
std::string namespace_of_token(std::string_view token);

}  // namespace sellsign::mock

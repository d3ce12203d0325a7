#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mock_server/service/namespace.h"

namespace sellsign::mock {

/// All namespaces. The one called `default` always exists; others are created by the first request that names
/// them, as forks of the seeded state, with the start faults and the default one's clock. Thread-safe.
class Namespaces {
 public:
  static constexpr std::string_view k_default = "default";

  /// `most`: namespaces at once, the default one included.
  Namespaces(NamespaceOptions options, Isolation isolation, std::size_t most);

  Namespace& main() const { return *main_; }
  Isolation isolation() const { return isolation_; }
  std::size_t most() const { return most_; }

  /// The namespace of a request, created on first use. Error kind `usage`: the name is not allowed; `limit`:
  /// there are as many as may be.
  Result<std::shared_ptr<Namespace>> of(const ReadRequest& asked);

  /// Creates one from a given state. Errors as `of`; also `usage` when the name is taken.
  Result<std::shared_ptr<Namespace>> begin(const std::string& name, const StoreImage& image);

  /// The one of that name, created from the base state on first use. Errors as `of`.
  Result<std::shared_ptr<Namespace>> begin(const std::string& name);

  /// The one of that name, or null.
  std::shared_ptr<Namespace> find(std::string_view name) const;

  /// All, sorted by name.
  std::vector<std::shared_ptr<Namespace>> all() const;

  /// How many requests all have answered, those included that were removed and are done.
  std::uint64_t requests() const;

  /// Removes one; requests that it is answering finish. False: there is none, or it is the default one.
  bool remove(const std::string& name);

  /// Makes the present state of the default namespace the start state of all that are created later.
  void set_base();

  /// Resets a namespace to the start state. Returns how much it held before.
  Counts restart_state(Namespace& space) const;

  /// Resets a namespace to the start faults. Returns how many it had before.
  std::size_t restart_faults(Namespace& space) const;

  /// Makes these the start faults, and gives them to the default namespace. Returns what is wrong with the
  /// text; nothing changes then.
  Problems start_faults(const std::string& text);

 private:
  Result<std::shared_ptr<Namespace>> find_or_begin(const std::string& name, const StoreImage* image,
                                                   bool must_be_new);
  void share_journal_bytes();
  std::shared_ptr<Namespace> make(const std::string& name, const StoreImage* image) const;

  NamespaceOptions options_;
  Isolation isolation_;
  std::size_t most_;
  std::shared_ptr<std::atomic<std::uint64_t>> ended_;  ///< requests of namespaces that are gone
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

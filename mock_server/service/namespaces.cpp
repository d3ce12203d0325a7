#include "mock_server/service/namespaces.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>

#include "base/text.h"
#include "mock_server/calls/tokens.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_header = "X-Mock-Namespace";
constexpr std::size_t k_longest_namespace = 64;

}  // namespace

std::string_view name_of(Isolation isolation) {
  constexpr std::array<std::string_view, 3> k_names = {"off", "token", "header"};
  return k_names[static_cast<std::size_t>(isolation)];
}

std::string namespace_of_token(std::string_view token) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(token.data(), token.size(), digest.data(), &length, EVP_sha256(), nullptr);
  std::string name = "token-";
  for (std::size_t i = 0; i < 8; ++i) append_hex(name, digest[i]);
  return name;
}

Namespaces::Namespaces(NamespaceOptions options, Isolation isolation, std::size_t most)
    : options_(std::move(options)),
      isolation_(isolation),
      most_(most),
      ended_(std::make_shared<std::atomic<std::uint64_t>>(0)),
      main_(make(std::string(k_default), nullptr)),
      base_(main_->store().freeze()) {
  namespaces_.emplace(k_default, main_);
}

Result<std::shared_ptr<Namespace>> Namespaces::of(const ReadRequest& asked) {
  if (isolation_ == Isolation::token) {
    const std::string token = find_token(asked, options_.mock.tokens).text;
    const bool known = !token.empty() && lets_in(options_.mock.tokens, token);
    return !known ? main_ : find_or_begin(namespace_of_token(token), nullptr, false);
  }
  const http::HeaderView* header =
      isolation_ == Isolation::header ? http::find_header(asked.request, k_header) : nullptr;
  return header == nullptr ? main_ : find_or_begin(std::string(header->value), nullptr, false);
}

Result<std::shared_ptr<Namespace>> Namespaces::begin(const std::string& name, const StoreImage& image) {
  return find_or_begin(name, &image, true);
}

Result<std::shared_ptr<Namespace>> Namespaces::find_or_begin(const std::string& name, const StoreImage* image,
                                                             bool must_be_new) {
  if (auto known = find(name); known && !must_be_new) return known;
  if (!is_identifier(name, k_longest_namespace))
    return usage_error("a namespace is named by 1 to 64 letters, digits, dots, hyphens and underscores");
  const std::unique_lock lock(mutex_);
  if (const auto found = namespaces_.find(name); found != namespaces_.end()) {
    if (must_be_new) return usage_error("there is a namespace \"" + name + "\" already");
    return found->second;
  }
  if (namespaces_.size() >= most_)
    return Error{ErrorKind::limit, "there are " + std::to_string(most_) +
                                       " namespaces, as many as --max-namespaces allows; DELETE some under "
                                       "/__admin/namespaces"};
  auto space = make(name, image == nullptr ? &base_ : image);
  space->clock().follow(main_->clock());
  namespaces_.emplace(name, space);
  share_journal_bytes();
  return space;
}

std::shared_ptr<Namespace> Namespaces::make(const std::string& name, const StoreImage* image) const {
  const auto end = [ended = ended_](Namespace* space) {
    *ended += space->requests();
    delete space;
  };
  return {new Namespace(name, options_, image), end};
}

std::uint64_t Namespaces::requests() const {
  std::uint64_t sum = *ended_;
  for (const auto& space : all()) sum += space->requests();
  return sum;
}

/// All journals together hold what one may hold alone. Under the lock.
void Namespaces::share_journal_bytes() {
  if (!options_.journal) return;
  const std::size_t each = options_.journal->bytes / namespaces_.size();
  for (const auto& [name, space] : namespaces_) space->journal()->limit_bytes(each);
}

std::shared_ptr<Namespace> Namespaces::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = namespaces_.find(std::string(name));
  return found == namespaces_.end() ? nullptr : found->second;
}

Result<std::shared_ptr<Namespace>> Namespaces::begin(const std::string& name) {
  return find_or_begin(name, nullptr, false);
}

std::vector<std::shared_ptr<Namespace>> Namespaces::all() const {
  std::vector<std::shared_ptr<Namespace>> list;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [name, space] : namespaces_) list.push_back(space);
  }
  std::ranges::sort(list, {}, [](const auto& space) -> const std::string& { return space->name(); });
  return list;
}

bool Namespaces::remove(const std::string& name) {
  if (name == k_default) return false;
  decltype(namespaces_)::node_type gone;  // freed when nobody waits for the lock
  const std::unique_lock lock(mutex_);
  gone = namespaces_.extract(name);
  if (gone.empty()) return false;
  share_journal_bytes();
  return true;
}

Problems Namespaces::start_faults(const std::string& text) {
  Problems problems = main_->faults().start_with(text);
  const std::unique_lock lock(mutex_);
  if (problems.empty()) options_.faults = text;
  return problems;
}

Counts Namespaces::restart_state(Namespace& space) const {
  const std::shared_lock lock(mutex_);
  return space.store().restore(base_);
}

std::size_t Namespaces::restart_faults(Namespace& space) const {
  const std::size_t before = space.faults().names().size();
  const std::shared_lock lock(mutex_);
  if (options_.faults.empty())
    space.faults().remove_all();
  else
    space.faults().start_with(options_.faults);
  return before;
}

void Namespaces::set_base() {
  StoreImage image = main_->store().freeze();
  const std::unique_lock lock(mutex_);
  std::swap(base_, image);  // the old one is freed when nobody waits for the lock
}

}  // namespace sellsign::mock

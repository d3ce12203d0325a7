#include "mock_server/service/spaces.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>

#include "mock_server/calls/tokens.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_header = "X-Mock-Namespace";
constexpr std::size_t k_longest_name = 64;

bool is_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= k_longest_name && std::ranges::all_of(name, allowed);
}

}  // namespace

std::string_view name_of(Isolation isolation) {
  constexpr std::array<std::string_view, 3> k_names = {"off", "token", "header"};
  return k_names[static_cast<std::size_t>(isolation)];
}

std::string space_of_token(std::string_view token) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(token.data(), token.size(), digest.data(), &length, EVP_sha256(), nullptr);
  constexpr std::string_view k_hex = "0123456789abcdef";
  std::string name = "token-";
  for (std::size_t i = 0; i < 8; ++i) {
    name += k_hex[digest[i] >> 4U];
    name += k_hex[digest[i] & 15U];
  }
  return name;
}

Spaces::Spaces(SpaceOptions options, Isolation isolation, std::size_t most)
    : options_(std::move(options)),
      isolation_(isolation),
      most_(most),
      main_(std::make_shared<Space>(std::string(k_default), options_, nullptr)),
      base_(main_->store().freeze()) {
  spaces_.emplace(k_default, main_);
}

Result<std::shared_ptr<Space>> Spaces::of(const ReadRequest& asked) {
  if (isolation_ == Isolation::token) {
    const std::string token = find_token(asked, options_.mock.tokens).text;
    const bool known = !token.empty() && lets_in(options_.mock.tokens, token);
    return !known ? main_ : find_or_begin(space_of_token(token), nullptr, false);
  }
  const http::HeaderView* header =
      isolation_ == Isolation::header ? http::find_header(asked.request, k_header) : nullptr;
  return header == nullptr ? main_ : find_or_begin(std::string(header->value), nullptr, false);
}

Result<std::shared_ptr<Space>> Spaces::begin(const std::string& name, const StoreImage& image) {
  return find_or_begin(name, &image, true);
}

Result<std::shared_ptr<Space>> Spaces::find_or_begin(const std::string& name, const StoreImage* image,
                                                     bool must_be_new) {
  if (auto known = find(name); known && !must_be_new) return known;
  if (!is_name(name))
    return usage_error("a namespace is named by 1 to 64 letters, digits, dots, hyphens and underscores");
  const std::unique_lock lock(mutex_);
  if (const auto found = spaces_.find(name); found != spaces_.end()) {
    if (must_be_new) return usage_error("there is a namespace \"" + name + "\" already");
    return found->second;
  }
  if (spaces_.size() >= most_)
    return Error{ErrorKind::unreachable,
                 "there are " + std::to_string(most_) +
                     " namespaces, as many as --max-namespaces allows; DELETE some under "
                     "/__admin/namespaces",
                 0, ""};
  auto space = std::make_shared<Space>(name, options_, image == nullptr ? &base_ : image);
  space->clock().follow(main_->clock());
  spaces_.emplace(name, space);
  return space;
}

std::shared_ptr<Space> Spaces::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = spaces_.find(std::string(name));
  return found == spaces_.end() ? nullptr : found->second;
}

Result<std::shared_ptr<Space>> Spaces::begin(const std::string& name) {
  return find_or_begin(name, nullptr, false);
}

std::vector<std::shared_ptr<Space>> Spaces::all() const {
  std::vector<std::shared_ptr<Space>> list;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [name, space] : spaces_) list.push_back(space);
  }
  std::ranges::sort(list, {}, [](const auto& space) -> const std::string& { return space->name(); });
  return list;
}

bool Spaces::remove(const std::string& name) {
  if (name == k_default) return false;
  const std::unique_lock lock(mutex_);
  return spaces_.erase(name) > 0;
}

Problems Spaces::start_faults(const std::string& text) {
  Problems problems = main_->faults().replace_all(text);
  const std::unique_lock lock(mutex_);
  if (problems.empty()) options_.faults = text;
  return problems;
}

void Spaces::set_base() {
  StoreImage image = main_->store().freeze();
  const std::unique_lock lock(mutex_);
  base_ = std::move(image);
}

}  // namespace sellsign::mock

#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace sellsign {

/// Bytes that count in a common sum as long as they are held. Move-only.
class HeldBytes {
 public:
  using Sum = std::shared_ptr<std::atomic<std::size_t>>;

  static Sum make_sum() { return std::make_shared<std::atomic<std::size_t>>(0); }

  HeldBytes() = default;
  HeldBytes(Sum sum, std::size_t bytes) : sum_(std::move(sum)), bytes_(bytes) { *sum_ += bytes_; }
  HeldBytes(HeldBytes&& other) noexcept
      : sum_(std::move(other.sum_)), bytes_(std::exchange(other.bytes_, 0)) {}
  HeldBytes& operator=(HeldBytes&& other) noexcept {
    if (this == &other) return *this;
    clear();
    sum_ = std::move(other.sum_);
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~HeldBytes() { clear(); }

  std::size_t bytes() const { return bytes_; }
  /// Holds those of another, too.
  void take(HeldBytes other) {
    if (sum_ == nullptr) sum_ = other.sum_;
    bytes_ += std::exchange(other.bytes_, 0);
  }
  void clear() {
    if (sum_ != nullptr) *sum_ -= std::exchange(bytes_, 0);
  }

 private:
  Sum sum_;
  std::size_t bytes_ = 0;
};

}  // namespace sellsign

#include "load/result/histogram_codec.h"

#include <bit>
#include <cstdint>
#include <new>
#include <optional>
#include <zlib.h>

#include "base/base64.h"
#include "base/result.h"

namespace sellsign::load {
namespace {

using Bucket = Histogram::Bucket;

constexpr std::uint32_t k_plain_cookie = 0x1c849303 | 0x10;
constexpr std::uint32_t k_compressed_cookie = 0x1c849304 | 0x10;
constexpr std::size_t k_compressed_header = 8;
constexpr std::size_t k_plain_header = 40;
constexpr std::size_t k_longest_number = 9;  ///< bytes of a LEB128 number; the ninth holds eight bits
constexpr std::uint64_t k_most = std::uint64_t{1} << 62U;  ///< values in one histogram

Error damaged(const std::string& what) {
  return Error{ErrorKind::undecodable, "this is no HdrHistogram of a load run: " + what};
}

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i)
    out += static_cast<char>(value >> (8U * static_cast<unsigned>(i)) & 0xFFU);
}

std::uint64_t get(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (const char byte : bytes.substr(at, count)) value = value << 8U | static_cast<unsigned char>(byte);
  return value;
}

/// Zigzag (the sign is the lowest bit), then seven bits a byte, the low ones first.
void put_number(std::string& out, std::int64_t number) {
  auto left = static_cast<std::uint64_t>(number) << 1U ^ static_cast<std::uint64_t>(number >> 63U);
  for (std::size_t i = 1; i < k_longest_number && left >> 7U != 0; ++i, left >>= 7U)
    out += static_cast<char>((left & 0x7FU) | 0x80U);
  out += static_cast<char>(left);
}

/// Takes a number from the front of `bytes`; nothing when they end within it.
std::optional<std::int64_t> take_number(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < k_longest_number; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const bool last = i + 1 == k_longest_number || byte < 0x80;
    value |= static_cast<std::uint64_t>(last ? byte : byte & 0x7FU) << (7U * i);
    if (!last) continue;
    bytes.remove_prefix(i + 1);
    return static_cast<std::int64_t>(value >> 1U ^ (~(value & 1U) + 1U));
  }
  return std::nullopt;
}

/// The counts up to the last that is not zero; a run of zeros is one negative number, a single one is itself.
std::string counts_of(std::span<const Bucket> buckets) {
  std::string out;
  std::int64_t next = 0;
  for (const Bucket& bucket : buckets) {
    if (const std::int64_t zeros = bucket.index - next; zeros > 0) put_number(out, zeros == 1 ? 0 : -zeros);
    put_number(out, static_cast<std::int64_t>(bucket.count));
    next = bucket.index + 1;
  }
  if (buckets.empty()) put_number(out, 0);
  return out;
}

Result<std::vector<Bucket>> read_counts(std::string_view bytes) {
  std::vector<Bucket> out;
  std::int64_t next = 0;
  std::uint64_t sum = 0;
  while (!bytes.empty()) {
    const auto number = take_number(bytes);
    if (!number) return damaged("its last count is cut off");
    const std::int64_t room = Histogram::bucket_count() - next;
    if (*number < -room || (*number >= 0 && room == 0))
      return damaged("it has more counts than its range has places");
    if (*number > 0) {
      if (static_cast<std::uint64_t>(*number) > k_most - sum) return damaged("its counts are too large");
      sum += static_cast<std::uint64_t>(*number);
      out.push_back({static_cast<std::int32_t>(next), static_cast<std::uint64_t>(*number)});
    }
    next += *number < 0 ? -*number : 1;
  }
  return out;
}

/// hdr-histogram-js writes whole numbers 1 for the offset and the ratio, and means 0 and 1.0.
bool is_unscaled(std::uint64_t offset, std::uint64_t ratio) {
  return (offset == 0 && ratio == std::bit_cast<std::uint64_t>(1.0)) || (offset == 1 && ratio == 1);
}

Result<std::vector<Bucket>> read_plain(std::string_view bytes) {
  if (bytes.size() < k_plain_header) return damaged("its header is cut off");
  if (get(bytes, 0, 4) != k_plain_cookie) return damaged("what is compressed in it is not a V2 histogram");
  if (get(bytes, 4, 4) != bytes.size() - k_plain_header) return damaged("it says another length than it has");
  const std::uint64_t digits = get(bytes, 12, 4), lowest = get(bytes, 16, 8), highest = get(bytes, 24, 8);
  if (digits != Histogram::k_digits || lowest != 1 || highest != Histogram::k_highest)
    return damaged("it holds values from " + std::to_string(lowest) + " to " + std::to_string(highest) +
                   " with " + std::to_string(digits) + " digits, and those of load runs go from 1 to " +
                   std::to_string(Histogram::k_highest) + " with " + std::to_string(Histogram::k_digits));
  if (!is_unscaled(get(bytes, 8, 4), get(bytes, 32, 8))) return damaged("its values are shifted or scaled");
  return read_counts(bytes.substr(k_plain_header));
}

std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  // Can only fail for want of memory or room, and there is room.
  if (compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
               static_cast<uLong>(bytes.size())) != Z_OK)
    throw std::bad_alloc();
  out.resize(size);
  return out;
}

/// Nothing when the bytes are damaged, are followed by others, or grow beyond what a histogram can need.
std::optional<std::string> inflated(std::string_view bytes) {
  std::string out(k_plain_header + k_longest_number * static_cast<std::size_t>(Histogram::bucket_count()),
                  '\0');
  uLongf size = out.size();
  auto taken = static_cast<uLong>(bytes.size());
  if (uncompress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                  &taken) != Z_OK ||
      taken != bytes.size())
    return std::nullopt;
  out.resize(size);
  return out;
}

}  // namespace

std::string encode_v2(std::span<const Bucket> buckets) {
  const std::string counts = counts_of(buckets);
  std::string plain;
  put(plain, k_plain_cookie, 4);
  put(plain, counts.size(), 4);
  put(plain, 0, 4);
  put(plain, Histogram::k_digits, 4);
  put(plain, 1, 8);
  put(plain, Histogram::k_highest, 8);
  put(plain, std::bit_cast<std::uint64_t>(1.0), 8);
  const std::string small = deflated(plain + counts);
  std::string out;
  put(out, k_compressed_cookie, 4);
  put(out, small.size(), 4);
  return encode_base64(out + small);
}

std::string encode_v2(const Histogram& histogram) { return encode_v2(histogram.buckets()); }

Result<std::vector<Bucket>> decode_v2_buckets(std::string_view text) {
  const auto bytes = decode_base64(text);
  if (!bytes) return damaged("it is not base64");
  const std::string_view all = *bytes;
  if (all.size() < k_compressed_header) return damaged("it is cut off");
  if (get(all, 0, 4) != k_compressed_cookie)
    return damaged("it does not start as the compressed V2 encoding does");
  if (get(all, 4, 4) != all.size() - k_compressed_header)
    return damaged("it says another length than it has");
  const auto plain = inflated(all.substr(k_compressed_header));
  if (!plain) return damaged("what is compressed in it is damaged or too long");
  return read_plain(*plain);
}

Result<Histogram> decode_v2(std::string_view text) {
  const auto buckets = decode_v2_buckets(text);
  if (!buckets) return buckets.error();
  Histogram out;
  if (!buckets->empty()) out.add(*buckets);
  return out;
}

}  // namespace sellsign::load

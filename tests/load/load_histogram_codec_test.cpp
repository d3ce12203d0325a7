#include <random>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "load/result/histogram_codec.h"
#include "tests/catch.h"
#include "tests/support/many.h"
#include "tests/support/program.h"

namespace sellsign::load::load_histogram_codec_test {
namespace {

using Catch::Contains;
using nlohmann::json;

json golden() {
  return json::parse(testing::read_text(SELLSIGN_SOURCE_DIR "/tests/data/load/hdr_golden.json"));
}

Histogram histogram_of(const json& sample) {
  Histogram out;
  for (const json& pair : sample) out.record_us(pair[0], pair[1]);
  return out;
}

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  while (bytes-- > 0) out += static_cast<char>(value >> (8 * bytes) & 0xFF);
  return out;
}

/// The text of a plain encoding.
std::string packed(const std::string& plain) {
  uLongf size = compressBound(plain.size());
  std::string small(size, '\0');
  REQUIRE(compress(reinterpret_cast<Bytef*>(small.data()), &size,
                   reinterpret_cast<const Bytef*>(plain.data()), plain.size()) == Z_OK);
  small.resize(size);
  return encode_base64(big_endian(0x1c849314, 4) + big_endian(size, 4) + small);
}

struct Plain {
  std::uint64_t cookie = 0x1c849313, offset = 0, digits = 3, lowest = 1, highest = 3'600'000'000;
  std::uint64_t ratio = 0x3FF0000000000000;
  std::string counts = std::string("\x02", 1);
  int length_off = 0;

  std::string text() const {
    return packed(big_endian(cookie, 4) +
                  big_endian(counts.size() + static_cast<std::size_t>(length_off), 4) +
                  big_endian(offset, 4) + big_endian(digits, 4) + big_endian(lowest, 8) +
                  big_endian(highest, 8) + big_endian(ratio, 8) + counts);
  }
};

TEST_CASE("texts of an independent implementation read as what they were made of", "[load]") {
  for (const json& one : golden()) {
    INFO(one["name"]);
    const auto read = decode_v2(one["hdr"].get<std::string>());
    REQUIRE(read.ok());
    CHECK(*read == histogram_of(one["sample"]));
    CHECK(read->count() == one["count"].get<std::uint64_t>());
  }
}

TEST_CASE("what is written reads back, and starts as readers expect", "[load]") {
  for (const json& one : golden()) {
    INFO(one["name"]);
    const Histogram histogram = histogram_of(one["sample"]);
    const std::string text = encode_v2(histogram);
    CHECK(text.starts_with("HISTFAAA"));
    const auto read = decode_v2(text);
    REQUIRE(read.ok());
    CHECK(*read == histogram);
    CHECK(encode_v2(histogram.buckets()) == text);
  }
}

TEST_CASE("counts as large as they may be", "[load]") {
  for (int bits = 0; bits < 62; ++bits) {
    Histogram histogram;
    histogram.record_us(77, (std::uint64_t{1} << bits) - (bits > 1 ? 1 : 0));
    const auto read = decode_v2(encode_v2(histogram));
    INFO(bits);
    REQUIRE(read.ok());
    CHECK(*read == histogram);
  }
}

TEST_CASE("texts that are no histogram of ours are refused with words", "[load]") {
  CHECK(decode_v2(Plain().text()).ok());
  const std::string bomb(50'000'000, '\0');
  const auto with = [](auto change) {
    Plain plain;
    change(plain);
    return plain.text();
  };
  const std::string good = Plain().text();
  const std::string good_bytes = *decode_base64(good);
  struct Row {
    std::string text, words;
  };
  const Row rows[] = {
      {"", "cut off"},
      {"HIST", "cut off"},
      {"HISTFAAA!", "not base64"},
      {good + "\n", "not base64"},
      {encode_base64(good_bytes + "x"), "another length"},
      {encode_base64(big_endian(0x1c849315, 4) + good_bytes.substr(4)), "compressed V2"},
      {packed(bomb), "damaged or too long"},
      {packed("short"), "header is cut off"},
      {with([](Plain& p) { p.cookie = 0x1c849301; }), "not a V2 histogram"},
      {with([](Plain& p) { p.length_off = 1; }), "another length"},
      {with([](Plain& p) { p.digits = 2; }), "with 2 digits"},
      {with([](Plain& p) { p.lowest = 1000; }), "from 1000"},
      {with([](Plain& p) { p.highest = 1'000; }), "to 1000"},
      {with([](Plain& p) { p.offset = 1; }), "shifted or scaled"},
      {with([](Plain& p) { p.ratio = 0x4000000000000000; }), "shifted or scaled"},
      {with([](Plain& p) { p.counts = "\xFF"; }), "cut off"},
      {with([](Plain& p) { p.counts = std::string(30'000, '\x02'); }), "more counts"},
      {with([](Plain& p) { p.counts = std::string(9, '\xFF'); }), "more counts"},
      {with([](Plain& p) { p.counts = std::string(8, '\xFE') + "\xFE"; }), "too large"},
      {with([](Plain& p) { p.counts = std::string(200, '\xFE'); }), "too large"},
  };
  for (const Row& row : rows) {
    INFO(row.words);
    const auto read = decode_v2(row.text);
    REQUIRE_FALSE(read.ok());
    CHECK_THAT(read.error().message, Contains(row.words));
  }
}

TEST_CASE("damaged texts are refused or read, and nothing else", "[load]") {
  const std::string good = golden().back()["hdr"].get<std::string>();
  const std::string bytes = *decode_base64(good);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(decode_v2(encode_base64(std::string_view(bytes).substr(0, size))).ok());
  std::mt19937_64 random(7);
  for (int i = 0; i < testing::many(5'000); ++i) {
    std::string damaged = bytes;
    for (std::uint64_t k = random() % 4 + 1; k > 0; --k)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    (void)decode_v2(encode_base64(damaged));
    std::string text = good;
    text[random() % text.size()] = static_cast<char>(random());
    (void)decode_v2(text);
  }
}

TEST_CASE("a damaged plain form behind a sound compression is refused or read", "[load]") {
  std::mt19937_64 random(11);
  for (int i = 0; i < testing::many(5'000); ++i) {
    Plain plain;
    plain.counts.clear();
    for (std::uint64_t k = random() % 60; k > 0; --k) plain.counts += static_cast<char>(random());
    if (const auto read = decode_v2(plain.text()))
      for (const Histogram::Bucket& bucket : read->buckets())
        REQUIRE((bucket.index >= 0 && bucket.index < Histogram::bucket_count()));
  }
}

}  // namespace
}  // namespace sellsign::load::load_histogram_codec_test

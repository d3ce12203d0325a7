#include "load/report/json.h"

#include <concepts>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "load/report/fields.h"
#include "load/result/histogram_codec.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

template <class T>
Json json_of(const T& value);
template <class T>
Json json_of(const std::optional<T>& value);
template <class T>
Json json_of(const std::vector<T>& values);

Json json_of(const nanoseconds& value) { return value.count(); }
Json json_of(const std::chrono::system_clock::time_point& value) {
  return std::chrono::duration_cast<nanoseconds>(value.time_since_epoch()).count();
}
Json json_of(const harness::ExitCode& value) { return harness::to_int(value); }
Json json_of(const std::vector<Histogram::Bucket>& value) { return encode_v2(value); }

Json json_of(const Histogram& value) {
  const auto bounded_from = value.bounded_from_us();
  return {{"at_least", value.at_least()},  {"bounded_from_us", bounded_from ? Json(*bounded_from) : Json()},
          {"count", value.count()},        {"clipped", value.clipped()},
          {"min_us", value.min_us()},      {"mean_us", value.mean_us()},
          {"p50_us", value.at_us(50)},     {"p75_us", value.at_us(75)},
          {"p90_us", value.at_us(90)},     {"p99_us", value.at_us(99)},
          {"p99.9_us", value.at_us(99.9)}, {"p99.99_us", value.at_us(99.99)},
          {"max_us", value.max_us()},      {"hdr", encode_v2(value)}};
}

Json json_of(const std::array<std::uint64_t, k_endings>& endings) {
  Json out = Json::object();
  for (std::size_t i = 0; i < k_endings; ++i) out[std::string(name_of(static_cast<Ending>(i)))] = endings[i];
  return out;
}

Json json_of(const std::map<int, std::uint64_t>& statuses) {
  Json out = Json::object();
  for (const auto& [status, count] : statuses) out[std::to_string(status)] = count;
  return out;
}

Json json_of(const std::pair<std::string, std::string>& value) {
  return Json::array({value.first, value.second});
}

/// Collects the fields of one value as an object.
struct Writer {
  Json out = Json::object();
  template <class T>
  void operator()(const char* key, const T& value) {
    out[key] = json_of(value);
  }
};

template <class T>
Json json_of(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return std::string(name_of(value));
  } else if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::string>) {
    return value;
  } else {
    Writer writer;
    visit(writer, const_cast<T&>(value));  // NOLINT: a reader has to be able to change it, a writer does not
    return std::move(writer.out);
  }
}

template <class T>
Json json_of(const std::optional<T>& value) {
  return value ? json_of(*value) : Json(nullptr);
}

template <class T>
Json json_of(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(json_of(value));
  return out;
}

Json summary(const LoadResult& result) {
  const Tally tally = result.tally();
  return {{"verdict", harness::row_of(result.exit_code).name},
          {"valid", result.generator.valid()},
          {"requests", tally.requests()},
          {"errors", tally.errors()},
          {"throughput_per_s", result.throughput()}};
}

}  // namespace

std::string render_json(const LoadResult& result) {
  Writer writer;
  writer.out["format"] = "sellsign-load";
  writer.out["version"] = std::to_string(k_report_major) + "." + std::to_string(k_report_minor);
  writer.out["summary"] = summary(result);
  visit(writer, const_cast<LoadResult&>(result));  // NOLINT: see above
  return writer.out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sellsign::load

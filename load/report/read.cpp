#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <set>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "base/json/answer.h"
#include "base/nearest.h"
#include "base/result.h"
#include "harness/json/json.h"
#include "load/report/fields.h"
#include "load/report/json.h"
#include "load/result/histogram_codec.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

/// What one reading has found wrong so far.
struct ReportFaults {
  Problems problems;
  bool newer = false;  ///< the file is of a newer minor version, so it may have keys that are unknown here

  void add(const std::string& path, std::string what) { problems.push_back({path, std::move(what)}); }
};

/// One value of the document with its JSON path.
struct ReportNode {
  const Json& json;
  std::string path;
  ReportFaults& faults;

  bool is(bool fits, const char* wanted) const {
    if (!fits) faults.add(path, std::string("is ") + json.type_name() + ", wanted " + wanted);
    return fits;
  }
  ReportNode key(const std::string& name, const Json& value) const {
    return {value, path + "." + name, faults};
  }
};

template <class T>
constexpr int k_names = 0;
template <>
constexpr int k_names<Model> = 2;
template <>
constexpr int k_names<Arrivals> = 2;
template <>
constexpr int k_names<OnFull> = 3;
template <>
constexpr int k_names<api::Effect> = 4;

template <class T>
void read(const ReportNode& node, T& out);
template <class T>
void read(const ReportNode& node, std::optional<T>& out);
template <class T>
void read(const ReportNode& node, std::vector<T>& out);

void read(const ReportNode& node, bool& out) {
  if (node.is(node.json.is_boolean(), "true or false")) out = node.json.get<bool>();
}
void read(const ReportNode& node, double& out) {
  if (node.is(node.json.is_number() && std::isfinite(node.json.get<double>()), "a number"))
    out = node.json.get<double>();
}
void read(const ReportNode& node, std::string& out) {
  if (node.is(node.json.is_string(), "a text")) out = node.json.get<std::string>();
}
template <std::unsigned_integral T>
void read(const ReportNode& node, T& out) {
  if (node.is(node.json.is_number_unsigned(), "a whole number from 0")) out = node.json.get<T>();
}
void read(const ReportNode& node, nanoseconds& out) {
  std::uint64_t count = 0;
  read(node, count);
  if (count > static_cast<std::uint64_t>(nanoseconds::max().count()))
    return node.faults.add(node.path, "is too large for nanoseconds");
  out = nanoseconds(static_cast<std::int64_t>(count));
}
void read(const ReportNode& node, std::chrono::system_clock::time_point& out) {
  nanoseconds since{};
  read(node, since);
  out = std::chrono::system_clock::time_point(since);
}

void read(const ReportNode& node, harness::ExitCode& out) {
  const auto rows = harness::exit_codes();
  const auto row = std::ranges::find_if(rows, [&](const harness::ExitCodeRow& one) {
    return node.json.is_number_integer() && node.json == harness::to_int(one.code);
  });
  if (row == rows.end()) return node.faults.add(node.path, node.json.dump() + " is no exit code");
  out = row->code;
}

void read(const ReportNode& node, std::vector<Histogram::Bucket>& out) {
  std::string text;
  read(node, text);
  if (!node.json.is_string()) return;
  auto buckets = decode_v2_buckets(text);
  if (!buckets) return node.faults.add(node.path, buckets.error().message);
  out = std::move(*buckets);
}

/// The numbers beside `hdr` follow from it; only how many were over an hour does not.
void read(const ReportNode& node, Histogram& out) {
  if (!node.is(node.json.is_object(), "an object with \"hdr\"")) return;
  const auto hdr = node.json.find("hdr"), count = node.json.find("count"),
             clipped = node.json.find("clipped");
  for (const auto& [found, key] : {std::pair{hdr, "hdr"}, {count, "count"}, {clipped, "clipped"}})
    if (found == node.json.end()) return node.faults.add(node.path + "." + key, "is missing");
  std::vector<Histogram::Bucket> buckets;
  std::uint64_t said = 0, over = 0, seen = 0;
  const std::size_t before = node.faults.problems.size();
  read(node.key("hdr", *hdr), buckets);
  read(node.key("count", *count), said);
  read(node.key("clipped", *clipped), over);
  if (node.faults.problems.size() > before) return;
  for (const Histogram::Bucket& bucket : buckets) seen += bucket.count;
  if (said != seen)
    return node.faults.add(node.path + ".count", "says " + std::to_string(said) + ", but \"hdr\" holds " +
                                                     std::to_string(seen) + " values");
  const bool has_last = !buckets.empty() && buckets.back().index == Histogram::index_of(Histogram::k_highest);
  if (over > (has_last ? buckets.back().count : 0))
    return node.faults.add(node.path + ".clipped", "is more than \"hdr\" holds at its upper end");
  if (over > 0) {
    buckets.back().count -= over;
    out.record_us(Histogram::k_highest + 1, over);
  }
  if (!buckets.empty()) out.add(buckets);
}

void read(const ReportNode& node, std::array<std::uint64_t, k_endings>& out) {
  if (!node.is(node.json.is_object(), "an object of endings")) return;
  for (std::size_t i = 0; i < k_endings; ++i) {
    const std::string name(name_of(static_cast<Ending>(i)));
    const auto found = node.json.find(name);
    if (found == node.json.end())
      node.faults.add(node.path + "." + name, "is missing");
    else
      read(node.key(name, *found), out[i]);
  }
  if (node.json.size() > k_endings && !node.faults.newer) node.faults.add(node.path, "has an unknown ending");
}

void read(const ReportNode& node, std::map<int, std::uint64_t>& out) {
  if (!node.is(node.json.is_object(), "an object of statuses")) return;
  for (const auto& [text, count] : node.json.items()) {
    int status = 0;
    const auto read_to = std::from_chars(text.data(), text.data() + text.size(), status);
    if (read_to.ec != std::errc() || read_to.ptr != text.data() + text.size() || status < 100 || status > 999)
      node.faults.add(node.path + "." + text, "is no HTTP status");
    else
      read(node.key(text, count), out[status]);
  }
}

void read(const ReportNode& node, std::pair<std::string, std::string>& out) {
  if (!node.is(node.json.is_array() && node.json.size() == 2, "a list of two texts")) return;
  read(ReportNode{node.json[0], node.path + "[0]", node.faults}, out.first);
  read(ReportNode{node.json[1], node.path + "[1]", node.faults}, out.second);
}

/// Fills the fields of one value from an object.
class FieldsReader {
 public:
  explicit FieldsReader(const ReportNode& node, std::vector<std::string_view> derived = {})
      : node_(node), known_(std::move(derived)) {}

  template <class T>
  void operator()(const char* key, T& out) {
    known_.push_back(key);
    const auto found = node_.json.find(key);
    if (found == node_.json.end()) return node_.faults.add(node_.path + "." + key, "is missing");
    read(node_.key(key, *found), out);
  }

  void refuse_others() const {
    if (node_.faults.newer) return;
    for (const auto& [key, value] : node_.json.items())
      if (std::ranges::find(known_, key) == known_.end())
        node_.faults.add(node_.path + "." + key, "is unknown" + did_you_mean(key, known_));
  }

 private:
  const ReportNode& node_;
  std::vector<std::string_view> known_;
};

template <class T>
void read_enum(const ReportNode& node, T& out) {
  std::vector<std::string_view> names;
  for (int i = 0; i < k_names<T>; ++i) {
    names.push_back(name_of(static_cast<T>(i)));
    if (node.json == names.back()) return void(out = static_cast<T>(i));
  }
  const std::string got = node.json.is_string() ? node.json.get<std::string>() : node.json.dump();
  std::string all;
  for (const std::string_view name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  node.faults.add(node.path, "is \"" + got + "\", wanted one of " + all);
}

template <class T>
void read(const ReportNode& node, T& out) {
  if constexpr (std::is_enum_v<T>) {
    read_enum(node, out);
  } else if (node.is(node.json.is_object(), "an object")) {
    FieldsReader reader(node);
    visit(reader, out);
    reader.refuse_others();
  }
}

template <class T>
void read(const ReportNode& node, std::optional<T>& out) {
  if (node.json.is_null()) return out.reset();
  T value{};
  read(node, value);
  out = value;
}

template <class T>
void read(const ReportNode& node, std::vector<T>& out) {
  if (!node.is(node.json.is_array(), "a list")) return;
  for (std::size_t i = 0; i < node.json.size(); ++i)
    read(ReportNode{node.json[i], node.path + "[" + std::to_string(i) + "]", node.faults},
         out.emplace_back());
}

/// What single fields cannot show.
void check_whole(const LoadResult& result, ReportFaults& faults) {
  if (result.shard.index >= result.shard.count)
    faults.add("$.shard.index", "is not less than the count of shards");
  if (result.merged == 0) faults.add("$.merged", "is 0, and a result is of at least one run");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < result.steps.size(); ++i)
    if (!ids.insert(result.steps[i].id).second)
      faults.add("$.steps[" + std::to_string(i) + "].id", "is there twice: " + result.steps[i].id);
}

/// Refuses what is no report that this program can read; notes whether it is of a newer minor version.
void check_version(const Json& json, ReportFaults& faults) {
  if (!json.is_object() || json.value("format", Json()) != "sellsign-load")
    return faults.add("$.format", "is not \"sellsign-load\": this is no JSON report of sellsign load");
  const auto found = json.find("version");
  int major = -1, minor = -1;
  if (found != json.end() && found->is_string()) {
    const std::string& text = found->get_ref<const std::string&>();
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, major);
    if (first.ptr == end || *first.ptr != '.' || std::from_chars(first.ptr + 1, end, minor).ptr != end)
      major = -1;
  }
  if (major != k_report_major || minor < 0)
    return faults.add("$.version", "is " + (found == json.end() ? "missing" : found->dump()) +
                                       ", and this program reads versions " + std::to_string(k_report_major) +
                                       ".x; use a sellsign of the version that wrote it");
  faults.newer = minor > k_report_minor;
}

Error as_error(const Problems& problems, const std::string& file) {
  constexpr std::size_t k_shown = 10;
  std::string text;
  for (std::size_t i = 0; i < problems.size() && i < k_shown; ++i)
    text += (i > 0 ? "\n" : "") + file + ": " + problems[i].where + ": " + problems[i].what;
  if (problems.size() > k_shown)
    text += "\n" + file + ": and " + std::to_string(problems.size() - k_shown) + " more";
  return usage_error(text);
}

}  // namespace

Result<LoadResult> read_report(std::string_view text, const std::string& file) {
  const auto json = read_answer(text);
  if (!json) return usage_error(file + ": $: is no JSON: " + json.error().message);
  ReportFaults faults;
  check_version(**json, faults);
  if (!faults.problems.empty()) return as_error(faults.problems, file);
  LoadResult result;
  const ReportNode root{**json, "$", faults};
  FieldsReader reader(root, {"format", "version", "summary"});
  visit(reader, result);
  reader.refuse_others();
  if (faults.problems.empty()) check_whole(result, faults);
  if (!faults.problems.empty()) return as_error(faults.problems, file);
  return result;
}

}  // namespace sellsign::load

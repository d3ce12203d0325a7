#include "mock_server/service/metrics.h"

#include <cstdio>

namespace sellsign::mock {
namespace {

/// Writes metrics one after the other: a head once, then samples.
class MetricsWriter {
 public:
  void head(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ +=
        "# HELP " + name_ + " " + std::string(help) + "\n# TYPE " + name_ + " " + std::string(type) + "\n";
  }
  void sample(const std::string& labels, const std::string& value, std::string_view suffix = "") {
    text_ += name_ + std::string(suffix) + (labels.empty() ? "" : "{" + labels + "}") + " " + value + "\n";
  }
  void one(std::string_view name, std::string_view type, std::string_view help, const std::string& value) {
    head(name, type, help);
    sample("", value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string name_;
  std::string text_;
};

std::string seconds(std::int64_t ns) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", static_cast<double>(ns) / 1e9);
  return text;
}

std::string call_label(std::size_t index) {
  const bool known = index < static_cast<std::size_t>(api::Call::not_built);
  return "call=\"" + std::string(known ? api::endpoint(static_cast<api::Call>(index)).id : "none") + "\"";
}

void write_requests(const std::array<CallCounts, Meter::k_calls>& calls, MetricsWriter& out) {
  out.head("sellsign_requests_total", "counter",
           "Requests of the vendor's API, of all namespaces, by call and status.");
  for (std::size_t i = 0; i < calls.size(); ++i)
    for (const auto& [status, count] : calls[i].by_status)
      out.sample(call_label(i) + ",status=\"" + std::to_string(status) + "\"", std::to_string(count));
}

void write_times(const std::array<CallCounts, Meter::k_calls>& calls, MetricsWriter& out) {
  out.head("sellsign_service_time_seconds", "histogram",
           "Time the mock itself took to answer, in all namespaces, without reading, delays and sending.");
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const TimeHistogram& times = calls[i].times;
    if (times.total == 0) continue;
    std::uint64_t below = 0;
    for (std::size_t bucket = 0; bucket < TimeHistogram::k_bounds.size(); ++bucket) {
      below += times.counts[bucket];
      out.sample(call_label(i) + ",le=\"" + seconds(TimeHistogram::k_bounds[bucket]) + "\"",
                 std::to_string(below), "_bucket");
    }
    out.sample(call_label(i) + ",le=\"+Inf\"", std::to_string(times.total), "_bucket");
    out.sample(call_label(i), seconds(times.sum_ns), "_sum");
    out.sample(call_label(i), std::to_string(times.total), "_count");
  }
}

struct Sums {
  Counts state;
  std::size_t namespaces = 0, entries = 0, bytes = 0;
  std::uint64_t evicted = 0;
};

Sums sums_of(Service& service) {
  Sums sums;
  for (const auto& space : service.namespaces().all()) {
    ++sums.namespaces;
    sums.state += space->store().counts();
    if (const Journal* journal = space->journal()) {
      const JournalTotals totals = journal->totals();
      sums.entries += totals.kept;
      sums.bytes += totals.bytes;
      sums.evicted += totals.evicted;
    }
  }
  return sums;
}

void write_sums(const Sums& sums, MetricsWriter& out) {
  out.head("sellsign_state_entities", "gauge", "Entities in the state, of all namespaces.");
  out.sample("entity=\"customer\"", std::to_string(sums.state.customers));
  for (const RecordList& list : k_record_lists)
    out.sample("entity=\"" + std::string(list.entity) + "\"", std::to_string(sums.state.of(list)));
  out.one("sellsign_namespaces", "gauge", "Namespaces.", std::to_string(sums.namespaces));
  out.one("sellsign_journal_entries", "gauge", "Entries in the journals of all namespaces.",
          std::to_string(sums.entries));
  out.one("sellsign_journal_bytes", "gauge", "Bytes in the journals of all namespaces.",
          std::to_string(sums.bytes));
  out.one("sellsign_journal_evictions_total", "counter",
          "Entries that gave way to newer ones, in all namespaces.", std::to_string(sums.evicted));
}

void write_refused(const std::map<int, std::uint64_t>& refused, MetricsWriter& out) {
  out.head("sellsign_front_refusals_total", "counter",
           "Requests that the front refused before they reached the mock (malformed, too long, too slow), by "
           "status.");
  for (const auto& [status, count] : refused)
    out.sample("status=\"" + std::to_string(status) + "\"", std::to_string(count));
}

void write_front(const http::ServerCounts& front, MetricsWriter& out) {
  out.one("sellsign_open_connections", "gauge", "Connections open now.", std::to_string(front.connections));
  out.one("sellsign_queue_depth", "gauge", "Connections that wait for their turn.",
          std::to_string(front.ready));
  out.one("sellsign_buffered_bytes", "gauge", "Bytes of unfinished requests and answers.",
          std::to_string(front.buffered));
  out.one("sellsign_front_threads", "gauge", "Threads that serve connections.",
          std::to_string(front.threads));
  out.one("sellsign_front_busy_seconds_total", "counter",
          "Time that these threads spent serving, added up: near one second a second and thread, the mock "
          "itself is the limit.",
          seconds(front.busy.count()));
}

}  // namespace

std::string metrics_text(Service& service, const http::ServerCounts& front, std::string_view version) {
  MetricsWriter out;
  out.head("sellsign_build_info", "gauge", "The program that is running.");
  out.sample("version=\"" + std::string(version) + "\"", "1");
  const Meter::Totals totals = service.meter().totals();
  write_requests(totals.calls, out);
  write_times(totals.calls, out);
  write_sums(sums_of(service), out);
  out.one("sellsign_faults_applied_total", "counter", "Answers that a fault changed, in all namespaces.",
          std::to_string(totals.faulted));
  write_refused(totals.refused, out);
  write_front(front, out);
  return out.take();
}

}  // namespace sellsign::mock

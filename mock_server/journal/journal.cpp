#include "mock_server/journal/journal.h"

#include <algorithm>

namespace sellsign::mock {
namespace {

constexpr std::size_t k_usual = 4096;  // room that an entry may keep whatever it needs
constexpr std::size_t k_scratch = std::size_t{64} << 10U;
constexpr std::size_t k_chunk = 64;  // entries looked at under one lock

/// Heap memory of a text.
std::size_t room_of(const std::string& text) {
  static const std::size_t k_inside = std::string().capacity();
  return text.capacity() > k_inside ? text.capacity() + 1 : 0;
}

}  // namespace

Journal::Journal(JournalOptions options)
    : options_{std::max<std::size_t>(options.entries, 1), options.bytes, options.body, options.raw},
      most_bytes_(options.bytes) {}

void Journal::record(const http::Request& request, const http::Reply& reply, const Trace& trace, Timestamp at,
                     std::chrono::nanoseconds service) {
  thread_local std::string scratch;
  pack(request, reply, trace, scratch);
  {
    const std::lock_guard lock(mutex_);
    Slot& slot = take_slot();
    fit(slot.texts, scratch.size());
    slot.texts.assign(scratch);
    slot.id = next_++;
    slot.at = at;
    slot.service = service;
    slot.delay = reply.delivery.delay;
    slot.row = trace.row;
    slot.nearest = trace.nearest;
    slot.content_type = reply.content_type;
    slot.body_bytes = request.body.size();
    slot.reply_bytes = reply.content().size();
    slot.headers = static_cast<std::uint32_t>(request.headers.size());
    slot.reply_headers = static_cast<std::uint32_t>(reply.headers.size());
    slot.departures = static_cast<std::uint32_t>(trace.departures.size());
    slot.status = static_cast<std::uint16_t>(reply.status);
    slot.refused = trace.refused;
    slot.performed = trace.present.any();
    slot.outcome = trace.outcome;
    shrink();
  }
  if (scratch.capacity() > k_scratch) std::string().swap(scratch);
}

Journal::Slot& Journal::slot_of(std::uint64_t id) { return slots_[id - first_]; }

const Journal::Slot& Journal::slot_of(std::uint64_t id) const { return slots_[id - first_]; }

/// The slot of the next entry, with the roomiest text at hand.
Journal::Slot& Journal::take_slot() {
  if (slots_.size() == options_.entries) evict_oldest();
  held_ += sizeof(Slot);
  Slot& slot = slots_.emplace_back();
  slot.texts.swap(spare_);
  return slot;
}

/// Makes room for `size` bytes, and gives much more than that back.
void Journal::fit(std::string& texts, std::size_t size) {
  const std::size_t room = texts.capacity();
  if (room >= size && (room <= k_usual || room / 4 <= size)) return;
  held_ -= room_of(texts);
  std::string().swap(texts);
  texts.reserve(size);
  held_ += room_of(texts);
}

void Journal::evict_oldest() {
  std::string& texts = slots_.front().texts;
  if (texts.capacity() > spare_.capacity()) texts.swap(spare_);
  held_ -= room_of(texts) + sizeof(Slot);
  slots_.pop_front();
  ++first_;
}

/// The oldest entries go until the rest fits; the last thing to go is the spare room.
void Journal::shrink() {
  while (held_ > most_bytes_ && first_ < next_) evict_oldest();
  if (held_ <= most_bytes_) return;
  held_ -= room_of(spare_);
  std::string().swap(spare_);
}

void Journal::limit_bytes(std::size_t most) {
  const std::lock_guard lock(mutex_);
  most_bytes_ = most;
  shrink();
}

std::size_t Journal::clear() {
  std::deque<Slot> old;  // freed without the lock
  const std::lock_guard lock(mutex_);
  const auto kept = static_cast<std::size_t>(next_ - first_);
  old.swap(slots_);
  std::string().swap(spare_);
  base_ = first_ = next_;
  held_ = 0;
  return kept;
}

JournalTotals Journal::totals() const {
  const std::lock_guard lock(mutex_);
  return {next_ - base_, next_ - first_, first_ - base_, next_ - 1, held_};
}

std::optional<JournalEntry> Journal::find(std::uint64_t id) const {
  Slot slot;
  {
    const std::lock_guard lock(mutex_);
    if (id < first_ || id >= next_) return std::nullopt;
    slot = slot_of(id);
  }
  return entry_of(slot);
}

/// Hands the entries that match to `take`, under the lock, until it says false; lets the lock go in between.
void Journal::scan(const JournalFilter& filter, const std::function<bool(const Slot&)>& take) const {
  const bool newest = filter.order == JournalOrder::newest;
  std::optional<std::uint64_t> begun_before;
  std::uint64_t done = 0;  // how many ids were looked at
  for (;;) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t end = begun_before.value_or(next_);
    begun_before = end;
    const std::uint64_t start = filter.after + 1;
    for (std::size_t looked = 0; looked < k_chunk; ++looked) {
      if (!newest && start + done < first_) done = first_ - start;
      if (start + done >= end) return;
      const std::uint64_t id = newest ? end - 1 - done : start + done;
      if (id < first_) return;
      ++done;
      const Slot& slot = slot_of(id);
      if (filter.matches(facts_of(slot)) && !take(slot)) return;
    }
  }
}

std::vector<JournalEntry> Journal::read(const JournalFilter& filter) const {
  std::vector<Slot> slots;  // taken apart without the lock
  const std::size_t limit = filter.limit.value_or(SIZE_MAX);
  if (limit == 0) return {};
  scan(filter, [&](const Slot& slot) {
    slots.push_back(slot);
    return slots.size() < limit;
  });
  std::vector<JournalEntry> entries;
  entries.reserve(slots.size());
  for (const Slot& slot : slots) entries.push_back(entry_of(slot));
  return entries;
}

std::size_t Journal::count(const JournalFilter& filter) const {
  std::size_t count = 0;
  scan(filter, [&](const Slot&) { return ++count > 0; });
  return count;
}

}  // namespace sellsign::mock

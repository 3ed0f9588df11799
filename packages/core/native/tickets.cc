/* tickets.cc: passes capsules from one thread to another. A ticket is a string that can be sent in
   a message; this addon keeps a hold for it in a table that all environments of the process share.

   A step under the lock takes microseconds, however many tickets there are, and only sharing
   allocates memory. */
#include "napi.h"

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace {

using Clock = std::chrono::steady_clock;
using Lock = std::lock_guard<std::mutex>;

/* A ticket is two random texts, with a colon between them: the first identifies this copy of the
   addon, the second this ticket. These are their lengths in hexadecimal digits. */
constexpr size_t COPY_DIGITS = 16, ID_DIGITS = 32;

/* The maximum number of tickets that wait to be received. Each takes about 200 bytes. */
constexpr size_t MAX_WAITING = 1 << 18;

/* The number of used and expired tickets that are remembered for error messages. */
constexpr size_t MAX_SPENT = 4096;

/* The number of expired tickets that are removed at a time. Between two batches, other threads get
   the lock. */
constexpr size_t BATCH = 64;

/* The random part of a ticket. Equal text has equal bytes. */
struct Id {
  char digits[ID_DIGITS];

  bool operator<(const Id &other) const { return memcmp(digits, other.digits, ID_DIGITS) < 0; }
  bool operator==(const Id &other) const { return memcmp(digits, other.digits, ID_DIGITS) == 0; }
};

/* A ticket that waits to be received. It holds the contents. */
struct Ticket {
  Hold hold;
  Clock::time_point expires;
};

using Waiting = std::map<Id, Ticket>;
using Schedule = std::set<std::pair<Clock::time_point, Id>>;

/* A ticket that is not valid any more, and the reason: CAPSULE_TICKET_USED or _EXPIRED. */
struct SpentTicket {
  Id id;
  capsule_status reason;
};

/* A ticket that was taken out of the table, with the memory for putting it back. */
struct Redeemed {
  Waiting::node_type waiting;
  Schedule::node_type scheduled;
  SpentTicket *spent;
};

/* All tickets of the process. Never freed: threads may outlive main. */
class Tickets {
public:
  static Tickets &All() {
    static auto *tickets = new Tickets;
    return *tickets;
  }

  /* Writes the text that identifies this copy of the addon, with which all its tickets begin. The
     first call takes it from random digits. */
  void Identify(const char *random, char *copy) {
    const Lock lock(mutex_);
    if (copy_[0] == '\0') memcpy(copy_, random, COPY_DIGITS);
    memcpy(copy, copy_, COPY_DIGITS);
  }

  /* Adds a ticket, which takes over the hold. Returns false if it exists, or if too many wait. */
  bool Add(const Id &id, Hold &hold, Clock::time_point expires, size_t *count) {
    const Lock lock(mutex_);
    *count = waiting_.size();
    if (*count >= MAX_WAITING) return false;
    const auto [place, is_new] = waiting_.emplace(id, Ticket{nullptr, expires});
    if (!is_new) return false;
    try {
      schedule_.emplace(expires, id);
    } catch (...) {
      waiting_.erase(place);
      throw;
    }
    place->second.hold = std::move(hold);
    return true;
  }

  /* Removes a ticket and remembers it as used, or returns the reason why it is not valid. */
  capsule_status Redeem(const char *copy, const Id &id, Redeemed *redeemed) {
    const Lock lock(mutex_);
    const auto found = waiting_.find(id);
    if (memcmp(copy_, copy, COPY_DIGITS) != 0) return CAPSULE_TICKET_FOREIGN;
    if (found == waiting_.end()) return WhyInvalid(id);
    if (found->second.expires <= Clock::now()) return CAPSULE_TICKET_EXPIRED;
    redeemed->scheduled = schedule_.extract({found->second.expires, id});
    redeemed->waiting = waiting_.extract(found);
    redeemed->spent = Remember(id, CAPSULE_TICKET_USED);
    return CAPSULE_OK;
  }

  /* Makes a ticket valid again, because nothing was received with it. */
  void Restore(Redeemed &redeemed) {
    const Lock lock(mutex_);
    redeemed.spent->reason = CAPSULE_OK;
    schedule_.insert(std::move(redeemed.scheduled));
    waiting_.insert(std::move(redeemed.waiting));
  }

  /* Releases the expired tickets, outside of the lock, because destructors may be slow. */
  void ReleaseExpired() {
    Waiting::node_type expired[BATCH];
    while (RemoveExpired(expired) == BATCH) {
    }
  }

  /* The milliseconds until the next ticket expires, or -1 if none waits. */
  double UntilNext() {
    const Lock lock(mutex_);
    if (schedule_.empty()) return -1;
    const std::chrono::duration<double, std::milli> rest = schedule_.begin()->first - Clock::now();
    return rest.count() < 0 ? 0 : rest.count();
  }

private:
  /* Empties `expired`, which releases the holds in it, and then, with the lock, moves up to BATCH
     expired tickets there. */
  size_t RemoveExpired(Waiting::node_type (&expired)[BATCH]) {
    for (auto &each : expired) each = {};
    const Lock lock(mutex_);
    const auto now = Clock::now();
    size_t count = 0;
    while (count < BATCH && !schedule_.empty() && schedule_.begin()->first <= now) {
      const Id id = schedule_.begin()->second;
      expired[count++] = waiting_.extract(id);
      schedule_.erase(schedule_.begin());
      Remember(id, CAPSULE_TICKET_EXPIRED);
    }
    return count;
  }

  SpentTicket *Remember(const Id &id, capsule_status reason) {
    SpentTicket *spent = &spent_[spent_count_++ % MAX_SPENT];
    *spent = {id, reason};
    return spent;
  }

  capsule_status WhyInvalid(const Id &id) const {
    for (const SpentTicket &each : spent_)
      if (each.reason != CAPSULE_OK && each.id == id) return each.reason;
    return CAPSULE_TICKET_UNKNOWN;
  }

  std::mutex mutex_;
  char copy_[COPY_DIGITS] = {};
  Waiting waiting_;
  Schedule schedule_;                 /* the same tickets, in the order in which they expire */
  SpentTicket spent_[MAX_SPENT] = {}; /* the latest; a ring */
  size_t spent_count_ = 0;
};

/* Reads a string of size - 1 characters. */
template <size_t size> bool ReadString(napi_env env, napi_value value, char (&text)[size]) {
  size_t length = 0;
  return napi_get_value_string_utf16(env, value, nullptr, 0, &length) == napi_ok &&
         length == size - 1 &&
         napi_get_value_string_latin1(env, value, text, size, &length) == napi_ok;
}

/* Throws for a ticket that is not valid. */
napi_value ThrowTicket(napi_env env, capsule_status reason) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Receiving a capsule", nullptr);
  refusal.status = reason;
  capsule_append(&refusal.expected, "a ticket that share() returned");
  if (reason == CAPSULE_TICKET_UNKNOWN) {
    capsule_append(&refusal.found, "one that was never returned, or was used long ago");
  } else if (reason == CAPSULE_TICKET_FOREIGN) {
    capsule_append(&refusal.found, "one of another process, or of another copy of @capsule/core");
    capsule_append(&refusal.advice, "Let both threads import the same @capsule/core.");
  } else if (reason == CAPSULE_TICKET_USED) {
    capsule_append(&refusal.found, "one that was used before");
    capsule_append(&refusal.advice, "Share the capsule again: a ticket is valid once.");
  } else {
    capsule_append(&refusal.found, "one that has expired");
    capsule_append(&refusal.advice, "Share the capsule again, with a longer expiresIn.");
  }
  return capsule_throw(env, &refusal, nullptr);
}

/* Throws for a ticket that cannot be added. */
napi_value ThrowNotAdded(napi_env env, const char *name, size_t waiting) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sharing", name);
  if (waiting < MAX_WAITING) {
    capsule_refusal_set(&refusal, CAPSULE_ENGINE_REFUSED, "random digits",
                        "those of another ticket", "Do not replace randomBytes of node:crypto.");
    return capsule_throw(env, &refusal, nullptr);
  }
  refusal.status = CAPSULE_TOO_MANY_TICKETS;
  capsule_append(&refusal.expected, "fewer than %zu tickets that wait to be received", MAX_WAITING);
  capsule_append(&refusal.found, "%zu", waiting);
  capsule_append(&refusal.advice,
                 "Receive them, share fewer at a time, or share with a shorter expiresIn.");
  return capsule_throw(env, &refusal, nullptr);
}

} // namespace

/* share(capsule, random, milliseconds): returns the ticket. */
napi_value Share(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  char random[COPY_DIGITS + ID_DIGITS + 1], ticket[COPY_DIGITS + 1 + ID_DIGITS];
  int64_t milliseconds = 0;
  uint32_t state;
  napi_value result = nullptr;
  if (!arguments.read) return nullptr;
  /* tickets.ts has validated both. Node-API converts NaN and infinities to 0. */
  if (!ReadString(env, arguments.value[1], random) ||
      napi_get_value_int64(env, arguments.value[2], &milliseconds) != napi_ok || milliseconds < 1 ||
      milliseconds > INT32_MAX)
    return ThrowStatus(env, "Sharing", napi_invalid_arg);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sharing", nullptr);
  /* The table of tickets is in this addon, and must outlive the last Worker that has loaded it. */
  if (!capsule_require_pin(&refusal)) return capsule_throw(env, &refusal, nullptr);
  capsule_envelope *envelope = capsule_get_envelope(env, arguments.value[0], nullptr, &refusal);
  if (envelope != nullptr && !capsule_try_hold(envelope, &state)) {
    capsule_require_live(state, &refusal);
    envelope = nullptr;
  }
  if (envelope == nullptr) return capsule_throw(env, &refusal, nullptr);
  Hold hold(envelope);
  capsule_trace("share", envelope);

  Tickets &tickets = Tickets::All();
  Id id;
  size_t count;
  tickets.Identify(random, ticket);
  ticket[COPY_DIGITS] = ':';
  memcpy(id.digits, random + COPY_DIGITS, ID_DIGITS);
  memcpy(ticket + COPY_DIGITS + 1, id.digits, ID_DIGITS);
  /* Creates the string first: a ticket that cannot be returned must not hold the contents. */
  const napi_status status = napi_create_string_latin1(env, ticket, sizeof(ticket), &result);
  if (status != napi_ok) return ThrowStatus(env, "Sharing", status);
  tickets.ReleaseExpired();
  const auto expires = Clock::now() + std::chrono::milliseconds(milliseconds);
  if (!tickets.Add(id, hold, expires, &count)) return ThrowNotAdded(env, envelope->name, count);
  return result;
}

/* receive(ticket): returns the capsule. */
napi_value Receive(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  char text[COPY_DIGITS + 1 + ID_DIGITS + 1];
  Id id;
  if (!arguments.read) return nullptr;
  if (!ReadString(env, arguments.value[0], text)) return ThrowTicket(env, CAPSULE_TICKET_UNKNOWN);
  memcpy(id.digits, text + COPY_DIGITS + 1, ID_DIGITS);
  Tickets &tickets = Tickets::All();
  Redeemed redeemed;
  const capsule_status status = tickets.Redeem(text, id, &redeemed);
  tickets.ReleaseExpired();
  if (status != CAPSULE_OK) return ThrowTicket(env, status);
  capsule_envelope *envelope = redeemed.waiting.mapped().hold.get();
  napi_value result = capsule_carry(env, envelope);
  if (result == nullptr && capsule_atomic_load_32(&envelope->state) == CAPSULE_STATE_LIVE)
    tickets.Restore(redeemed);
  return result;
}

/* sweep(): releases the expired tickets. Returns the milliseconds until the next one expires, or
   -1. */
napi_value Sweep(napi_env env, napi_callback_info) {
  Tickets &tickets = Tickets::All();
  napi_value result = nullptr;
  tickets.ReleaseExpired();
  const napi_status status = napi_create_double(env, tickets.UntilNext(), &result);
  return status == napi_ok ? result : ThrowStatus(env, "Releasing tickets", status);
}

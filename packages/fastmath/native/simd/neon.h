/* neon.h: the operations of simd.h for NEON, which every arm64 has, with two doubles in a register.
   The operations for sorting are missing, because two lanes gain little. */
#ifndef FASTMATH_NEON_H
#define FASTMATH_NEON_H

#include <arm_neon.h>
#include <stddef.h>

#define KERNEL(name) kernel_##name##_neon

/* ALIGNMENT does not matter: at worst, one in four loads of 16 bytes touches two cache lines. */
enum { WIDTH = 2, ALL_LANES = 0x3, ALIGNMENT = 8 };
typedef float64x2_t vector;
typedef uint64x2_t vector_mask; /* all bits of a lane are set, or none */

/* All bits set in the first `count` lanes. */
static inline uint64x2_t first_lanes(size_t count) {
  const uint64x2_t lane = vcombine_u64(vcreate_u64(0), vcreate_u64(1));
  return vcltq_u64(lane, vdupq_n_u64(count));
}

static inline vector v_set(double value) { return vdupq_n_f64(value); }

static inline vector v_blend_first(vector a, size_t count, vector rest) {
  return vbslq_f64(first_lanes(count), a, rest);
}

static inline vector v_load(const double *x) { return vld1q_f64(x); }
static inline vector v_load_partial(const double *x, size_t count, vector rest) {
  if (count >= WIDTH) return v_load(x);
  return count == 0 ? rest : vld1q_lane_f64(x, rest, 0);
}
static inline vector v_load_f32(const float *x) { return vcvt_f64_f32(vld1_f32(x)); }

static inline void v_store(double *x, vector a) { vst1q_f64(x, a); }
static inline void v_store_partial(double *x, size_t count, vector a) {
  if (count >= WIDTH) v_store(x, a);
  else if (count > 0) vst1q_lane_f64(x, a, 0);
}

static inline vector v_add(vector a, vector b) { return vaddq_f64(a, b); }
static inline vector v_sub(vector a, vector b) { return vsubq_f64(a, b); }
static inline vector v_mul(vector a, vector b) { return vmulq_f64(a, b); }
static inline vector v_div(vector a, vector b) { return vdivq_f64(a, b); }
static inline vector v_sqrt(vector a) { return vsqrtq_f64(a); }
static inline vector v_abs(vector a) { return vabsq_f64(a); }
static inline vector v_min(vector a, vector b) { return vminq_f64(a, b); }
static inline vector v_max(vector a, vector b) { return vmaxq_f64(a, b); }

static inline vector v_rotate(vector a, size_t by) {
  return by % WIDTH == 0 ? a : vextq_f64(a, a, 1);
}

static inline double v_sum_lanes(vector a) { return vgetq_lane_f64(a, 0) + vgetq_lane_f64(a, 1); }

static inline vector_mask mask_all(void) { return vdupq_n_u64(UINT64_MAX); }
static inline vector_mask mask_ordered(vector_mask among, vector a, vector b) {
  return vandq_u64(among, vandq_u64(vceqq_f64(a, a), vceqq_f64(b, b)));
}
static inline vector_mask mask_equal_bits(vector a, vector b) {
  return vceqq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b));
}
static inline vector_mask mask_signs(vector a) { return vcltzq_s64(vreinterpretq_s64_f64(a)); }
static inline unsigned mask_to_bits(vector_mask of) {
  return (unsigned)((vgetq_lane_u64(of, 0) & 1) | (vgetq_lane_u64(of, 1) & 2));
}

#endif

// A number of W draws side by side, and a condition of each; W is 4 or 8, given by -DW.
#include <math.h>
#ifdef __AVX__
#include <immintrin.h>
#endif
typedef double Numbers __attribute__((vector_size(8 * W)));
typedef long Bits __attribute__((vector_size(8 * W)));

struct Mask {
  Bits m;
  Mask(bool one) : m(Bits{} - long(one)) {}
  Mask(Bits some) : m(some) {}
};
static inline Mask operator&(Mask a, Mask b) { return a.m & b.m; }
static inline Mask operator|(Mask a, Mask b) { return a.m | b.m; }
static inline Mask operator~(Mask a) { return ~a.m; }
static inline unsigned bits(Mask on) {
#if W == 4 && defined __AVX__
  return _mm256_movemask_pd((__m256d)on.m);
#elif W == 8 && defined __AVX512DQ__
  return _mm512_movepi64_mask((__m512i)on.m);
#else
  unsigned some = 0;
  for (int i = 0; i < W; i++) some |= unsigned(on.m[i] & 1) << i;
  return some;
#endif
}
static inline bool any(Mask on) { return bits(on) != 0; }

struct Lanes {
  Numbers x;
  Lanes() {}
  Lanes(Numbers all) : x(all) {}
  Lanes(double one) : x(one - Numbers{}) {}
  Lanes(long one) : x(double(one) - Numbers{}) {}
  Lanes(int one) : x(double(one) - Numbers{}) {}
};
static inline Lanes operator+(Lanes a, Lanes b) { return a.x + b.x; }
static inline Lanes operator-(Lanes a, Lanes b) { return a.x - b.x; }
static inline Lanes operator*(Lanes a, Lanes b) { return a.x * b.x; }
static inline Lanes operator/(Lanes a, Lanes b) { return a.x / b.x; }
static inline Lanes operator-(Lanes a) { return -a.x; }
static inline Mask operator<(Lanes a, Lanes b) { return Bits(a.x < b.x); }
static inline Mask operator>(Lanes a, Lanes b) { return Bits(a.x > b.x); }
static inline Mask operator<=(Lanes a, Lanes b) { return Bits(a.x <= b.x); }
static inline Mask operator>=(Lanes a, Lanes b) { return Bits(a.x >= b.x); }
static inline Mask operator==(Lanes a, Lanes b) { return Bits(a.x == b.x); }
static inline Mask operator!=(Lanes a, Lanes b) { return Bits(a.x != b.x); }
static inline Lanes chosen(Mask on, Lanes a, Lanes b) { return on.m ? a.x : b.x; }
static inline Lanes each_min(Lanes a, Lanes b, Mask) { return b.x < a.x ? b.x : a.x; }
static inline Lanes each_max(Lanes a, Lanes b, Mask) { return b.x > a.x ? b.x : a.x; }
static inline Lanes each_abs(Lanes a, Mask) { return Numbers(Bits(a.x) & (Bits{} + 0x7fffffffffffffffL)); }

#ifdef VECTOR_LIBRARY
#if W == 4
#define LIBRARY(name) _ZGVdN4v_##name
#else
#define LIBRARY(name) _ZGVeN8v_##name
#endif
extern "C" Numbers LIBRARY(exp)(Numbers);
extern "C" Numbers LIBRARY(log)(Numbers);
static inline Lanes each_exp(Lanes a, Mask on) { return LIBRARY(exp)(chosen(on, a, 1.0).x); }
static inline Lanes each_log(Lanes a, Mask on) { return LIBRARY(log)(chosen(on, a, 1.0).x); }
#else
// The same functions of the same library as draw by draw, for the draws whose condition holds. Results are read back one
// by one: a vector read from memory just written in parts would stall.
#if W == 4
#define TOGETHER(y) Numbers{y[0], y[1], y[2], y[3]}
#else
#define TOGETHER(y) Numbers{y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7]}
#endif
#define LANE_BY_LANE(name)                                                              \
  static __attribute__((noinline)) Lanes name##_of(Lanes a, unsigned on) {              \
    volatile double y[W];                                                               \
    if (on == (1u << W) - 1)                                                            \
      for (int i = 0; i < W; i++) y[i] = name(a.x[i]);                                  \
    else                                                                                \
      for (int i = 0; i < W; i++) y[i] = on >> i & 1 ? name(a.x[i]) : a.x[i];           \
    return TOGETHER(y);                                                                 \
  }                                                                                     \
  static inline Lanes each_##name(Lanes a, Mask on) { return any(on) ? name##_of(a, bits(on)) : a; }
LANE_BY_LANE(exp)
LANE_BY_LANE(log)
#endif

// An array of each draw, where it lies in memory.
struct Spread {
  double *of[W];
  struct Place {
    Spread &all;
    long at;
    operator Lanes() const {
      Numbers found;
      for (int i = 0; i < W; i++) found[i] = all.of[i][at];
      return found;
    }
    void operator=(Lanes told) { for (int i = 0; i < W; i++) all.of[i][at] = told.x[i]; }
  };
  Place operator[](long at) { return Place{*this, at}; }
};

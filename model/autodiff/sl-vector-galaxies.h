/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Floats of a few galaxies side by side, as many as a register holds, or of one on a device, and their
 * elementary functions: written out, so that they are inlined where millions of galaxies pass, and so that a
 * processor and a device do the same. Largest errors: 1 unit in the last place of the exponentials' result
 * plus that of the argument, 1 of the logarithms. Polynomials: the Cephes library's (Moshier 1989), single
 * precision. Arguments are finite; what would overflow stays at about 1e38. */
#ifdef __CUDACC__
#define SL_GALAXY_LANES 1
typedef float SlG;
typedef int SlGI;
typedef bool SlGM;
SL_INLINE SlG sl_select_g (SlGM m, SlG a, SlG b) { return m ? a : b; }
SL_INLINE SlGI sl_bits_g (SlG x)
{
  union { float f; int i; } u = { x };
  return u.i;
}
SL_INLINE SlG sl_of_bits_g (SlGI i)
{
  union { int i; float f; } u = { i };
  return u.f;
}
SL_INLINE SlGI sl_int_g (SlG x) { return (int) x; }
SL_INLINE SlG sl_float_g (SlGI i) { return (float) i; }
#else
#define SL_GALAXY_LANES SL_NF
typedef float SlG __attribute__ ((vector_size (SL_VECTOR_BYTES)));
typedef int SlGI __attribute__ ((vector_size (SL_VECTOR_BYTES)));
typedef SlGI SlGM;
SL_INLINE SlG sl_select_g (SlGM m, SlG a, SlG b) { return (SlG) ((m & (SlGI) a) | (~m & (SlGI) b)); }
SL_INLINE SlGI sl_bits_g (SlG x) { return (SlGI) x; }
SL_INLINE SlG sl_of_bits_g (SlGI i) { return (SlG) i; }
SL_INLINE SlGI sl_int_g (SlG x) { return __builtin_convertvector (x, SlGI); }
SL_INLINE SlG sl_float_g (SlGI i) { return __builtin_convertvector (i, SlG); }
#endif

/* The larger, the smaller. */
#ifdef __CUDACC__
SL_INLINE SlG sl_max_g (SlG x, float c) { return x > c ? x : c; }
SL_INLINE SlG sl_min_g (SlG x, float c) { return x < c ? x : c; }
#elif defined(__AVX512F__)
SL_INLINE SlG
sl_max_g (SlG x, float c)
{
  return __builtin_ia32_maxps512_mask (x, (SlG) { 0 } + c, x, (unsigned short) -1, 4);
}
SL_INLINE SlG
sl_min_g (SlG x, float c)
{
  return __builtin_ia32_minps512_mask (x, (SlG) { 0 } + c, x, (unsigned short) -1, 4);
}
#elif defined(__AVX2__)
SL_INLINE SlG sl_max_g (SlG x, float c) { return __builtin_ia32_maxps256 (x, (SlG){ 0 } + c); }
SL_INLINE SlG sl_min_g (SlG x, float c) { return __builtin_ia32_minps256 (x, (SlG){ 0 } + c); }
#elif defined(__SSE__)
SL_INLINE SlG sl_max_g (SlG x, float c) { return __builtin_ia32_maxps (x, (SlG){ 0 } + c); }
SL_INLINE SlG sl_min_g (SlG x, float c) { return __builtin_ia32_minps (x, (SlG){ 0 } + c); }
#else
SL_INLINE SlG sl_max_g (SlG x, float c) { return sl_select_g (x > c, x, (SlG){ 0 } + c); }
SL_INLINE SlG sl_min_g (SlG x, float c) { return sl_select_g (x < c, x, (SlG){ 0 } + c); }
#endif

/* 1 / x to one unit in the last place: dividing sixteen floats takes as long as twenty products. */
SL_INLINE SlG
sl_per_g (SlG x)
{
#if !defined(__CUDACC__) && defined(__AVX512F__)
  SlG y = __builtin_ia32_rcp14ps512_mask (x, x, (unsigned short) -1);

  return y + y * (1.0f - x * y);
#else
  return 1.0f / x;
#endif
}

/* The whole number next to x; |x| < 2^22. */
SL_INLINE SlG sl_round_g (SlG x) { return (x + 12582912.0f) - 12582912.0f; }

/* e^f - 1, |f| <= ln 2 / 2. */
SL_INLINE SlG
sl_small_expm1_g (SlG f)
{
  SlG q = f * 1.9875691500e-4f + 1.3981999507e-3f;

  q = q * f + 8.3334519073e-3f;
  q = q * f + 4.1665795894e-2f;
  q = q * f + 1.6666665459e-1f;
  q = q * f + 5.0000001201e-1f;
  return (f * f) * q + f;
}

/* 2^n of a whole number, kept where floats are normal. */
SL_INLINE SlG
sl_power_g (SlG n)
{
  return sl_of_bits_g ((sl_int_g (sl_min_g (sl_max_g (n, -126.0f), 126.0f)) + 127) << 23);
}

SL_INLINE SlG
sl_exp_g (SlG x)
{
  SlG n = sl_round_g (x * 1.44269504088896341f), f = x - n * 0.693359375f, s = sl_power_g (n);

  f = f + n * 2.12194440e-4f;
  return s * sl_small_expm1_g (f) + s;
}

SL_INLINE SlG
sl_expm1_g (SlG x)
{
  SlG n = sl_round_g (x * 1.44269504088896341f), f = x - n * 0.693359375f, s = sl_power_g (n);

  f = f + n * 2.12194440e-4f;
  return s * sl_small_expm1_g (f) + (s - 1.0f);
}

SL_INLINE SlG
sl_exp10_g (SlG x)
{
  /* lg 2 = 0.30102539 (eleven bits) + 0.0000046. */
  SlG n = sl_round_g (x * 3.32192809488736235f), f = x - n * 3.0102539062e-1f, s = sl_power_g (n);

  f = (f - n * 4.6050389811e-6f) * 2.302585092994045684f;
  return s * sl_small_expm1_g (f) + s;
}

SL_INLINE SlG
sl_log_g (SlG x)
{
  SlGI i = sl_bits_g (x), e = (i - 0x3f3504f3) >> 23;
  SlG f = sl_of_bits_g (i - (e << 23)) - 1.0f, n = sl_float_g (e), z = f * f, y;

  y = f * 7.0376836292e-2f - 1.1514610310e-1f;
  y = y * f + 1.1676998740e-1f;
  y = y * f - 1.2420140846e-1f;
  y = y * f + 1.4249322787e-1f;
  y = y * f - 1.6668057665e-1f;
  y = y * f + 2.0000714765e-1f;
  y = y * f - 2.4999993993e-1f;
  y = y * f + 3.3333331174e-1f;
  y = y * f * z;
  y = y - n * 2.12194440e-4f;
  y = y - z * 0.5f;
  return (f + y) + n * 0.693359375f;
}

SL_INLINE SlG sl_log10_g (SlG x) { return sl_log_g (x) * 0.43429448190325182765f; }

/* ln (1 + x), x > -1, to full precision where x is small. */
SL_INLINE SlG
sl_log1p_g (SlG x)
{
  SlG w = 1.0f + x;

  return sl_log_g (w) + (x - (w - 1.0f)) * sl_per_g (w);
}

SL_INLINE SlG sl_logistic_g (SlG x) { return sl_per_g (1.0f + sl_exp_g (x * -1.0f)); }

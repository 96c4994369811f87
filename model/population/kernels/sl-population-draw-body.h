/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Random numbers from a counter (Philox 4x32-10, Salmon et al. 2011): key = seed, counter = (number of the
 * galaxy, block of four parameters). Common subset of C and CUDA C++. The including file has read sl-real.h
 * with SL_GALAXIES. */
#include "model/population/kernels/sl-population-lanes.h"

#ifdef __CUDACC__
typedef unsigned SlGU;
SL_INLINE SlG sl_root_g (SlG x) { return sqrtf (x); }
SL_INLINE void
sl_mul_wide_g (SlGU a, unsigned b, SlGU *hi, SlGU *lo)
{
  unsigned long long w = (unsigned long long) a * b;

  *hi = (unsigned) (w >> 32);
  *lo = (unsigned) w;
}
#else
typedef unsigned SlGU __attribute__ ((vector_size (SL_VECTOR_BYTES)));
typedef unsigned long long SlGW __attribute__ ((vector_size (SL_VECTOR_BYTES)));
SL_INLINE SlG
sl_root_g (SlG x)
{
  for (int i = 0; i < SL_GALAXY_LANES; i++)
    x[i] = __builtin_sqrtf (x[i]);
  return x;
}
/* High and low halves of 32-bit products: even and odd lanes are multiplied apart, as 64-bit numbers. */
SL_INLINE void
sl_mul_wide_g (SlGU a, unsigned b, SlGU *hi, SlGU *lo)
{
  const SlGW mask = ((SlGW) a - (SlGW) a) + 0xffffffffull;
  SlGW even = ((SlGW) a & mask) * (unsigned long long) b, odd = ((SlGW) a >> 32) * (unsigned long long) b;

  *hi = (SlGU) ((even >> 32) | (odd & ~mask));
  *lo = (SlGU) ((even & mask) | (odd << 32));
}
#endif

#define SL_PHILOX_INLINE SL_INLINE
#define SL_PHILOX_NAME sl_philox_g
#define SL_PHILOX_WORD SlGU
#define SL_PHILOX_MULTIPLY sl_mul_wide_g
#include "model/population/kernels/sl-philox-body.h"

/* Normal deviate from 32 random bits: the lowest is its sign, the upper 24 are n of the tail probability
 * p = (n + 1/2) / 2^25. Inverse error function: Giles (2012), single precision. */
SL_INLINE SlG
sl_normal_g (SlGU bits)
{
  const SlG p = (sl_float_g ((SlGI) (bits >> 8)) + 0.5f) * 0x1p-25f;
  const SlG x = 1.0f - 2.0f * p, w = sl_log_g (4.0f * p * (1.0f - p)) * -1.0f;
  const SlG a = w - 2.5f, b = sl_root_g (w) - 3.0f;
  SlG near = a * 2.81022636e-08f + 3.43273939e-07f, far = b * -0.000200214257f + 0.000100950558f, z;

  near = near * a - 3.5233877e-06f;
  near = near * a - 4.39150654e-06f;
  near = near * a + 0.00021858087f;
  near = near * a - 0.00125372503f;
  near = near * a - 0.00417768164f;
  near = near * a + 0.246640727f;
  near = near * a + 1.50140941f;
  far = far * b + 0.00134934322f;
  far = far * b - 0.00367342844f;
  far = far * b + 0.00573950773f;
  far = far * b - 0.0076224613f;
  far = far * b + 0.00943887047f;
  far = far * b + 1.00167406f;
  far = far * b + 2.83297682f;
  z = sl_select_g (w < 5.0f, near, far) * x * 1.41421356f;
  return sl_of_bits_g (sl_bits_g (z) ^ (SlGI) (bits << 31));
}

/* Uniform deviate of unit variance, from the upper 24 bits. */
SL_INLINE SlG
sl_uniform_g (SlGU bits)
{
  return ((sl_float_g ((SlGI) (bits >> 8)) + 0.5f) * 0x1p-24f - 0.5f) * 3.46410162f;
}

/* Limits x to lo..hi; *free: 0 where it was limited, else 1. */
SL_INLINE SlG
sl_pop_clamp (SlG x, float lo, float hi, SlG *free)
{
  const SlGM below = x < lo, above = x > hi;
  SlG zero = x * 0.0f;

  *free = sl_select_g (below, zero, sl_select_g (above, zero, zero + 1.0f));
  return sl_select_g (below, zero + lo, sl_select_g (above, zero + hi, x));
}

/* The unit deviate of one parameter. */
SL_INLINE SlG
sl_pop_deviate (const SlPopAxis *axis, SlGU bits)
{
  return axis->shape == SL_POP_UNIFORM ? sl_uniform_g (bits) : sl_normal_g (bits);
}

/* Keeps parameter b at or above (sign 1), or at or below (sign -1), parameter a + least. */
#define SL_POP_ORDER(tile, b, a, sign, least)                                              \
  do                                                                                       \
    {                                                                                      \
      const SlG limit = SL_LANE ((tile)->p[a]) + (least);                                  \
      const SlGM beyond = (sign) > 0 ? SL_LANE ((tile)->p[b]) < limit : SL_LANE ((tile)->p[b]) > limit; \
      const SlG zero = limit * 0.0f;                                                       \
                                                                                           \
      SL_LANE ((tile)->p[b]) = sl_select_g (beyond, limit, SL_LANE ((tile)->p[b]));        \
      SL_LANE ((tile)->free[b]) = sl_select_g (beyond, zero, SL_LANE ((tile)->free[b]));   \
      SL_LANE ((tile)->tied[b]) = sl_select_g (beyond, zero + 1.0f, zero);                 \
    }                                                                                      \
  while (0)

/* Least distance from the peak to the end of a burst, dex, as in Diffburst. */
#define SL_POP_BURST_SPAN 1.0f

/* Parameters from unit deviates: correlations, distributions, limits, and order of paired parameters. */
SL_INLINE void
sl_pop_sample (const SlPopDraw *draw, int component, SlPopTile *out)
{
  for (int p = 0; p < SL_POP_N; p++)
    if (SL_POP_HAS (draw->drawn, p))
      SL_LANE (out->e[p]) = SL_LANE (out->u[p]);
  for (int r = 0; r < draw->n_rows; r++)
    {
      const SlPopFactorRow *row = &draw->row[r];
      SlG sum = SL_LANE (out->u[row->from[0]]) * row->factor[0];

      for (int i = 1; i < row->n; i++)
        sum = sum + SL_LANE (out->u[row->from[i]]) * row->factor[i];
      SL_LANE (out->e[row->to]) = sum;
    }
  for (int p = 0; p < SL_POP_N; p++)
    {
      const SlPopAxis *axis = &draw->axis[component][p];
      SlG zero = SL_LANE (out->u[SL_POP_LOGM0]) * 0.0f, x = zero + axis->mean, free;

      if (axis->slope != 0.0f && p != SL_POP_LOGM0)
        x = x + (SL_LANE (out->p[SL_POP_LOGM0]) - draw->pivot) * axis->slope;
      if (SL_POP_HAS (draw->drawn, p))
        x = x + SL_LANE (out->e[p]) * axis->scatter;
      SL_LANE (out->p[p]) = sl_pop_clamp (x, axis->lo, axis->hi, &free);
      SL_LANE (out->free[p]) = free;
    }
  SL_POP_ORDER (out, SL_POP_LATE, SL_POP_EARLY, -1, 0.0f);
  SL_POP_ORDER (out, SL_POP_LG_REJUV, SL_POP_LG_DROP, 1, 0.0f);
  SL_POP_ORDER (out, SL_POP_LGYR_MAX, SL_POP_LGYR_PEAK, 1, SL_POP_BURST_SPAN);
  if (draw->tied_metals)
    SL_LANE (out->p[SL_POP_LGMET_OLD]) = SL_LANE (out->p[SL_POP_LGMET_YOUNG]);
  if (draw->tied_dust)
    {
      SL_LANE (out->p[SL_POP_AV_OLD]) = SL_LANE (out->p[SL_POP_AV_YOUNG]);
      SL_LANE (out->p[SL_POP_DELTA_OLD]) = SL_LANE (out->p[SL_POP_DELTA_YOUNG]);
    }
}

#ifdef __CUDACC__
SL_INLINE SlGU sl_pop_low (unsigned long long first) { return (unsigned) first; }
SL_INLINE SlGU sl_pop_high (unsigned long long first) { return (unsigned) (first >> 32); }
#else
/* Low and high 32 bits of the galaxies' numbers. */
SL_INLINE SlGU
sl_pop_low (unsigned long long first)
{
  SlGU x = { 0 };

  for (int i = 0; i < SL_GALAXY_LANES; i++)
    x[i] = (unsigned) (first + i);
  return x;
}
SL_INLINE SlGU
sl_pop_high (unsigned long long first)
{
  SlGU x = { 0 };

  for (int i = 0; i < SL_GALAXY_LANES; i++)
    x[i] = (unsigned) ((first + i) >> 32);
  return x;
}
#endif

/* Draws as many galaxies as a register holds, from number `first` on. */
SL_INLINE void
sl_pop_draw_lanes (const SlPopDraw *draw, unsigned long long first, int component, SlPopTile *out)
{
  SL_LANE (out->u[SL_POP_LOGM0]) = SL_ZERO_G;
  if (draw->catalogue)
    for (int i = 0; i < SL_GALAXY_LANES; i++)
      {
        const float *row =
            draw->catalogue + SL_POP_N * ((first + i) % (unsigned long long) draw->n_catalogue);

        for (int p = 0; p < SL_POP_N; p++)
          out->u[p].v[i] = row[p];
      }
  else
    for (int block = 0; block < (SL_POP_N + 3) / 4; block++)
      if (draw->drawn.word[block / 8] >> 4 * (block % 8) & 15)
        {
          SlGU c[4];

          c[0] = sl_pop_low (first);
          c[1] = sl_pop_high (first);
          c[3] = c[0] ^ c[0];
          c[2] = c[3] + (unsigned) block;
          sl_philox_g (c, draw->seed[0], draw->seed[1]);
          for (int i = 0; i < 4; i++)
            if (SL_POP_HAS (draw->drawn, 4 * block + i))
              SL_LANE (out->u[4 * block + i]) = sl_pop_deviate (&draw->axis[component][4 * block + i], c[i]);
        }
  sl_pop_sample (draw, component, out);
}

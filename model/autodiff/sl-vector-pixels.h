/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Eight doubles side by side (SlV8): eight neighbouring pixels, and their elementary functions. C only: under
 * nvcc a pixel is one double. Read by sl-real.h. */

#if defined(__x86_64__) && defined(SL_VECTOR_MATH)
/* glibc's own vector exponential (libmvec, <= 4 ulp): part of the C library, so nothing more to install. */
#if defined(__AVX512F__)
SlV8 _ZGVeN8v_exp (SlV8);
SL_INLINE SlV8 sl_exp_v (SlV8 x) { return _ZGVeN8v_exp (x); }
#elif defined(__AVX2__)
typedef double SlV4 __attribute__ ((vector_size (32)));
SlV4 _ZGVdN4v_exp (SlV4);
SL_INLINE SlV8 sl_exp_v (SlV8 x)
{
  SlV4 lo = { x[0], x[1], x[2], x[3] }, hi = { x[4], x[5], x[6], x[7] };
  lo = _ZGVdN4v_exp (lo), hi = _ZGVdN4v_exp (hi);
  return (SlV8){ lo[0], lo[1], lo[2], lo[3], hi[0], hi[1], hi[2], hi[3] };
}
#else
typedef double SlV2 __attribute__ ((vector_size (16)));
SlV2 _ZGVbN2v_exp (SlV2);
SL_INLINE SlV8 sl_exp_v (SlV8 x)
{
  SlV8 y;
  for (int i = 0; i < 8; i += 2)
    {
      SlV2 p = _ZGVbN2v_exp ((SlV2){ x[i], x[i + 1] });
      y[i] = p[0], y[i + 1] = p[1];
    }
  return y;
}
#endif
#else
SL_INLINE SlV8 sl_exp_v (SlV8 x)
{
  SlV8 y;
  for (int i = 0; i < 8; i++)
    y[i] = exp (x[i]);
  return y;
}
#endif
SL_INLINE SlV8 sl_exp10_v (SlV8 x) { return sl_exp_v (x * SL_LN10); }
SL_INLINE SlV8 sl_logistic_v (SlV8 x) { return 1.0 / (1.0 + sl_exp_v (-x)); }
/* a where the mask m is set, b elsewhere. */
SL_INLINE SlV8 sl_select_v (SlM8 m, SlV8 a, SlV8 b) { return (SlV8) ((m & (SlM8) a) | (~m & (SlM8) b)); }

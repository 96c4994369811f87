/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Every dust law's k (lambda), its attenuation and its transmission, for the kinds of number of the
 * including file: sl_dust_NAME_d for doubles (sl_dust_NAME_g for values of galaxies), sl_dust_NAME_D for
 * its SlDual. Laws are those of model/dust/laws. In the subset common to C and C++, without GLib. The
 * including file has read sl-formula.h or sl-formula-galaxies.h. */
#include "model/dust/laws/sl-dust-law-ids.h"

/* sl_k_NAME (lam): k of a law in its own units, lam in micron. Laws may use each other's. */
#define SL_DUST_LAW(id, name, ...) SL_INLINE double sl_k_##name (double lam);
#include "model/dust/laws/sl-dust-laws.h"
#define SL_DUST_K(name) SL_INLINE double sl_k_##name (double lam)
#include "model/dust/laws/sl-dust-laws.h"

/* k of a law on the common scale, on which attenuation is A_V k / 4.05 for every law. lam in micron. */
SL_INLINE double
sl_dust_k (SlDustLaw law, double lam)
{
  switch (law)
    {
#define SL_DUST_LAW(id, name, title, r_v, ...)                                                               \
    case SL_DUST_##id:                                                                                       \
      return sl_k_##name (lam) * (SL_DUST_RV / r_v);
#include "model/dust/laws/sl-dust-laws.h"
    case SL_N_DUST_LAWS:
      break;
    }
  return 0.0;
}

/* Wavelength-dependent inputs: vectors where pixels are evaluated eight at a time, and where registers hold
 * wavelengths of one galaxy (SL_DUST_AT_NODES, with SL_GALAXIES). Under nvcc and for galaxies side by side
 * one number serves all. */
#ifdef SL_DUAL_PIXELS
#define SL_PIXEL SlV8
#elif defined(SL_DUST_AT_NODES)
#define SL_PIXEL SlG
#else
#define SL_PIXEL double
#endif
#ifndef SL_DUAL_PIXELS
#ifdef SL_GALAXIES
#define SL_REAL SlG
#define SL_FN(name) sl_##name##_g
#else
#define SL_REAL double
#define SL_FN(name) sl_##name##_d
#endif
#include "model/dust/sl-dust-law-body.h"
#undef SL_REAL
#undef SL_FN
#endif
#ifdef SL_DUAL_K
#define SL_REAL SlDual
#define SL_FN(name) sl_##name##_D
#include "model/dust/sl-dust-law-body.h"
#undef SL_REAL
#undef SL_FN
#endif
#undef SL_PIXEL

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of dust laws, in the order of SlDustLaw. A new law is an entry here and a file beside this
 * one; model/dust/README.md shows how.
 *
 *   SL_DUST_LAW (id, name, title, R_V, formula, slope, bump)
 *     id        the law is SL_DUST_<id>
 *     name      its key in files, and the name of its file and of its function k (lambda), sl_k_<name>
 *     title     shown to the user; marked for translation
 *     R_V       A_V / E(B-V) in the units of its k: attenuation is A_V k / R_V
 *     formula   SALIM: A_V max (0, k (lam / 0.55)^delta + bump) / R_V, which is A_V k / R_V without slope and
 *               bump; CHARLOT_FALL: two components; or an own formula, below
 *     slope     1 where delta_young and delta_old act
 *     bump      1 where uv_bump, or a bump tied to the slope, acts
 *   SL_DUST_OWN_FORMULA (id, name)
 *     the law's file defines how slope and bump change k: the formula <id>
 *   SL_DUST_RANGE (id, parameter, default, lo, hi)
 *     the law <id> means something else by a parameter, SL_PARAM_<parameter>, and so has its own default and
 *     range for it; its name on screen is then a row of law_table in app/figures/sl-param-labels.c
 *
 * No include guard. The including file defines the macros whose content it needs: SL_DUST_LAW, SL_DUST_RANGE
 * and SL_DUST_OWN_FORMULA for the entries, SL_DUST_K, SL_DUST_SHAPE and SL_DUST_TWO_COMPONENTS for the
 * functions in the laws' files (see sl-dust-law.h). All of them are undefined afterwards. */
#ifndef SL_DUST_LAW
#define SL_DUST_LAW(...)
#endif
#ifndef SL_DUST_RANGE
#define SL_DUST_RANGE(...)
#endif
#ifndef SL_DUST_OWN_FORMULA
#define SL_DUST_OWN_FORMULA(...)
#endif

SL_DUST_LAW (SALIM, salim, N_ ("Salim et al. 2018"), 4.05, SALIM, 1, 1)
#include "model/dust/laws/salim.h"

SL_DUST_LAW (NOLL, noll, N_ ("Noll et al. 2009"), 4.05, NOLL, 1, 1)
SL_DUST_OWN_FORMULA (NOLL, noll)
#include "model/dust/laws/noll.h"

SL_DUST_LAW (CALZETTI, calzetti, N_ ("Calzetti et al. 2000"), 4.05, SALIM, 0, 0)
#include "model/dust/laws/calzetti.h"

SL_DUST_LAW (LEITHERER, leitherer, N_ ("Leitherer et al. 2002"), 4.05, SALIM, 0, 0)
#include "model/dust/laws/leitherer.h"

/* The exponent n of lambda^n: -0.7 in Charlot & Fall 2000, -1.3 for birth clouds in da Cunha et al. 2008. */
SL_DUST_LAW (POWER_LAW, power_law, N_ ("Power law"), 4.05, SALIM, 1, 0)
SL_DUST_RANGE (POWER_LAW, DELTA_YOUNG, -0.7, -2.0, 0.0)
SL_DUST_RANGE (POWER_LAW, DELTA_OLD, -0.7, -2.0, 0.0)
#include "model/dust/laws/power_law.h"

SL_DUST_LAW (CHARLOT_FALL, charlot_fall, N_ ("Charlot & Fall 2000"), 4.05, CHARLOT_FALL, 1, 0)
SL_DUST_RANGE (CHARLOT_FALL, DELTA_YOUNG, -0.7, -2.0, 0.0)
SL_DUST_RANGE (CHARLOT_FALL, DELTA_OLD, -0.7, -2.0, 0.0)
#include "model/dust/laws/charlot_fall.h"

SL_DUST_LAW (CARDELLI, cardelli, N_ ("Cardelli et al. 1989, Milky Way"), 3.1, SALIM, 0, 0)
#include "model/dust/laws/cardelli.h"

SL_DUST_LAW (GORDON_SMC, gordon_smc, N_ ("Gordon et al. 2003, SMC bar"), 2.74, SALIM, 0, 0)
#include "model/dust/laws/gordon_smc.h"

SL_DUST_LAW (REDDY15, reddy15, N_ ("Reddy et al. 2015"), 2.505, SALIM, 0, 0)
#include "model/dust/laws/reddy15.h"

#undef SL_DUST_LAW
#undef SL_DUST_RANGE
#undef SL_DUST_OWN_FORMULA
#undef SL_DUST_K
#undef SL_DUST_SHAPE
#undef SL_DUST_TWO_COMPONENTS

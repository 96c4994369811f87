/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of star-formation-history forms, in the order of SlSfhFormId. A new form is an entry here and a
 * file beside this one; model/sfh/README.md shows how.
 *
 *   SL_SFH_FORM (id, name, title, given_mass, closed, parameters ...)
 *     id          the form is SL_SFH_<id>
 *     name        its key in files, and the name of its file and functions
 *     title       shown to the user; marked for translation
 *     given_mass  1: its rate is a shape, scaled so that 10^lgmstar_formed Msun have formed by t_obs; its
 *                 first parameter is SL_PARAM_LGMSTAR_FORMED. 0: its rate is in Msun/yr
 *     closed      CLOSED: the file has the integral of the shape too (SL_SFH_FORMED); OPEN: the rate is
 *                 integrated over the table of times
 *     parameters  its parameters in the order of p[] in its file, SL_MAX_SFH_PARAMS at most
 *
 * The form's file defines SL_SFH_RATE (name) and, where it is closed, SL_SFH_FORMED (name), see
 * sl-sfh-form.h.
 *
 * No include guard. The including file defines the macros whose content it needs: SL_SFH_FORM for the
 * entries, SL_SFH_RATE and SL_SFH_FORMED for the functions. All three are undefined afterwards. */
#ifndef SL_SFH_FORM
#define SL_SFH_FORM(...)
#endif

SL_SFH_FORM (DIFFSTAR, diffstar, N_ ("Halo: stars follow the gas"), 0, OPEN,
             SL_PARAM_LOGM0, SL_PARAM_LOGTC, SL_PARAM_EARLY_INDEX, SL_PARAM_LATE_INDEX,
             SL_PARAM_T_PEAK, SL_PARAM_LGMCRIT, SL_PARAM_LGY_AT_MCRIT, SL_PARAM_INDX_LO,
             SL_PARAM_INDX_HI, SL_PARAM_TAU_DEP, SL_PARAM_LG_QT, SL_PARAM_QLGLGDT,
             SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV)
#include "model/sfh/forms/diffstar.h"

SL_SFH_FORM (DIFFSTAR_LAG, diffstar_lag, N_ ("Halo: stars lag accretion"), 0, OPEN,
             SL_PARAM_LOGM0, SL_PARAM_LOGTC, SL_PARAM_EARLY_INDEX, SL_PARAM_LATE_INDEX,
             SL_PARAM_T_PEAK, SL_PARAM_LGMCRIT, SL_PARAM_LGY_AT_MCRIT, SL_PARAM_INDX_LO,
             SL_PARAM_INDX_HI, SL_PARAM_TAU_DEP, SL_PARAM_LG_QT, SL_PARAM_QLGLGDT,
             SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV)
#include "model/sfh/forms/diffstar_lag.h"

SL_SFH_FORM (TAU, tau, N_ ("Exponential decline"), 1, CLOSED,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_T_START, SL_PARAM_TAU)
#include "model/sfh/forms/tau.h"

SL_SFH_FORM (DELAYED_TAU, delayed_tau, N_ ("Delayed exponential"), 1, CLOSED,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_T_START, SL_PARAM_TAU)
#include "model/sfh/forms/delayed_tau.h"

SL_SFH_FORM (LOGNORMAL, lognormal, N_ ("Lognormal"), 1, CLOSED,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_LOGNORMAL_M, SL_PARAM_LOGNORMAL_S)
#include "model/sfh/forms/lognormal.h"

SL_SFH_FORM (DOUBLE_POWERLAW, double_powerlaw, N_ ("Double power law"), 1, OPEN,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_DPL_TAU, SL_PARAM_DPL_ALPHA, SL_PARAM_DPL_BETA)
#include "model/sfh/forms/double_powerlaw.h"

SL_SFH_FORM (CONSTANT, constant, N_ ("Constant"), 1, CLOSED,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_T_START, SL_PARAM_T_END)
#include "model/sfh/forms/constant.h"

SL_SFH_FORM (BURST, burst, N_ ("Single burst"), 1, CLOSED,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_T_BURST, SL_PARAM_BURST_WIDTH)
#include "model/sfh/forms/burst.h"

SL_SFH_FORM (CONTINUITY, continuity, N_ ("Bins of age"), 1, CLOSED,
             SL_PARAM_LGMSTAR_FORMED, SL_PARAM_LGSFR_RATIO_1, SL_PARAM_LGSFR_RATIO_2,
             SL_PARAM_LGSFR_RATIO_3, SL_PARAM_LGSFR_RATIO_4, SL_PARAM_LGSFR_RATIO_5,
             SL_PARAM_LGSFR_RATIO_6)
#include "model/sfh/forms/continuity.h"

SL_SFH_FORM (TABLE, table, N_ ("From a file"), 1, CLOSED, SL_PARAM_LGMSTAR_FORMED)
#include "model/sfh/forms/table.h"

#undef SL_SFH_FORM
#undef SL_SFH_RATE
#undef SL_SFH_FORMED

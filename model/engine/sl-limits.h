/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/ssp/sl-templates.h"

/* Where a parameter of a galaxy is at a limit of the model. */
typedef enum {
  SL_LIMIT_GRID,       /* in part beyond the end of the library's grid: its last entry is used */
  SL_LIMIT_KINK,       /* the model has a kink here: the gradient is that of one side */
  SL_LIMIT_NO_EFFECT,  /* has no effect with the present values of other parameters */
  SL_N_LIMIT_KINDS
} SlLimitKind;

typedef struct {
  SlParamId id;
  SlLimitKind kind;
  const char *text;    /* see sl_limit_text() */
  double outside;      /* of SL_LIMIT_GRID: the share of the distribution beyond the grid, 0.01 to 1 */
} SlLimit;

/* One or two sentences, translated: "12 % of the oldest stars have metals beyond …"; g_free. */
char *sl_limit_text (const SlLimit *limit);

/* Writes the limits that hold for a galaxy, at most max of them, in the order of their kinds; out may be NULL
 * where max is 0. Returns how many there are, which may be more than max. Only parameters that act.
 * templates: may be NULL, then limits that need them are left out. Thread: any. */
guint sl_limits_check (const SlGalaxy *galaxy, const SlTemplates *templates, SlLimit *out, guint max);
/* Ends of a parameter's slider: those of sl_galaxy_range() or, where they come sooner, the first and the last
 * node of the library's grid. templates: may be NULL. Thread: any. */
void sl_limits_range (const SlGalaxy *galaxy, const SlTemplates *templates, SlParamId id, double *lo,
                      double *hi);

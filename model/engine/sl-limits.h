/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/ssp/sl-templates.h"

/* Where a parameter of a galaxy is at a limit of the model. */
typedef enum {
  SL_LIMIT_GRID,       /* at or beyond the end of the library's grid: its last entry is used */
  SL_LIMIT_KINK,       /* the model has a kink here: the gradient is that of one side */
  SL_LIMIT_NO_EFFECT,  /* has no effect with the present values of other parameters */
  SL_N_LIMIT_KINDS
} SlLimitKind;

typedef struct {
  SlParamId id;
  SlLimitKind kind;
  const char *text;    /* one or two sentences, translated, static */
} SlLimit;

/* Writes the limits that hold for a galaxy, at most max of them, in the order of their kinds; out may be NULL
 * where max is 0. Returns how many there are, which may be more than max. Only parameters that act.
 * templates: may be NULL, then limits that need them are left out. Thread: any. */
guint sl_limits_check (const SlGalaxy *galaxy, const SlTemplates *templates, SlLimit *out, guint max);

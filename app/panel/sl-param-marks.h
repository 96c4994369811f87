/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* A value that means something, marked on the slider. */
typedef struct {
  double value;           /* where relative: added to lg of the Sun's metal mass fraction in the library */
  const char *label;      /* Pango markup, marked for translation where it has words; NULL: a mark alone */
  gboolean relative;
} SlParamTick;

/* What a slider of a parameter needs besides its range. */
typedef struct {
  double step;            /* one small keyboard step */
  guint digits;           /* decimals of the number entry */
  guint n_ticks;
  const SlParamTick *ticks; /* (n_ticks) increasing; those outside the range do not show */
  /* For the view of few parameters: an everyday name, and what it does in plain words; NULL: not among the
   * few. Of a logarithm that view shows the quantity, times simple_factor in simple_unit (NULL: the value as
   * it is). */
  const char *simple_title, *simple_help; /* marked for translation */
  const char *simple_unit;
  double simple_factor;
} SlParamMarks;
/* Row of a parameter; never NULL for a valid id. */
const SlParamMarks *sl_param_marks (SlParamId id);
/* The same for the galaxy's dust law, which may mean something else by the parameter. */
const SlParamMarks *sl_param_marks_of (const SlGalaxy *galaxy, SlParamId id);

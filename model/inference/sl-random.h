/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Random numbers that are a function of their place alone: of the seed, and of chain, step and purpose. They
 * do not depend on what was drawn before, nor on threads. Philox 4x32-10 [Salmon et al. 2011], normal
 * deviates by Box and Muller [1958]. Thread: any. */
typedef struct {
  guint64 seed, step;
  guint32 chain;
  guint8 purpose; /* draws for different purposes have different numbers */
} SlRandomPlace;

/* n numbers, each uniform between 0 and 1, which are not reached. */
void sl_random_uniform (const SlRandomPlace *place, double *out, guint n);
/* n standard normal deviates. */
void sl_random_normal (const SlRandomPlace *place, double *out, guint n);

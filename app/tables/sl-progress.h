/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A line on standard error that says how far a long command has come, how fast it is and how long it will
 * take, on the first rank and where a person may see it. A plain value. Main thread. */
typedef struct {
  gsize n, begun_at;   /* things in all; done when it began */
  gint64 begun, shown; /* when it began, and when the line was last shown */
} SlProgress;

SlProgress sl_progress_begin (gsize n, gsize done);
/* Shows the line now and then, and at the end. */
void sl_progress_tell (SlProgress *self, gsize done);

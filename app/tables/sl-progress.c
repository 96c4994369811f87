/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-progress.h"

#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"

#define EVERY_US (G_USEC_PER_SEC / 4)

SlProgress
sl_progress_begin (gsize n, gsize done)
{
  const gint64 now = g_get_monotonic_time ();

  return (SlProgress) { n, done, now, now };
}

static void
show (const SlProgress *self, gsize done)
{
  const double spent = (g_get_monotonic_time () - self->begun) / 1e6,
               rate = spent > 0.0 ? (done - self->begun_at) / spent : 0.0;

  /* "\033[K" removes the rest of a longer line. */
  fprintf (stderr, "\r%zu / %zu  ", done, self->n);
  if (rate > 0.0)
    fprintf (stderr, _ ("%.0f a second"), rate);
  if (rate > 0.0 && done < self->n)
    {
      fputs (", ", stderr);
      fprintf (stderr, _ ("%.0f s left"), (self->n - done) / rate);
    }
  fprintf (stderr, "\033[K%s", done == self->n ? "\n" : "");
}

void
sl_progress_tell (SlProgress *self, gsize done)
{
  const gint64 now = g_get_monotonic_time ();

  if (sl_mpi_rank () != 0 || !isatty (STDERR_FILENO) || (done < self->n && now - self->shown < EVERY_US))
    return;
  self->shown = now;
  show (self, done);
}

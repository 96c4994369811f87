/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Ranks: processes that share one piece of work, each of which runs the same program (`mpirun -n K starloom
 * …`). Built without MPI, or started without mpirun or srun, all of this is one rank. Main thread only.
 *
 * "Together" marks what all ranks must call, in the same order. Errors of MPI itself end all ranks. */

/* First of all. Waits for the others where the program was started beside others, costs nothing elsewhere.
 * Standard output of all ranks but the first is dropped from here on. */
void sl_mpi_init (int *argc, char ***argv);
/* Last of all. Together. */
void sl_mpi_finish (void);
guint sl_mpi_rank (void);
guint sl_mpi_ranks (void);
/* Threads that suit one rank where its machine has several: what is bound to cores by its launcher has those,
 * else they are shared out. 0, one per core, for a single rank. */
guint sl_mpi_threads (void);

/* To the first rank, which receives. Blocks. */
void sl_mpi_send (const void *data, gsize bytes);
void sl_mpi_receive (guint from, void *data, gsize bytes);
/* The first of a rank's rows, where n of them are split evenly and in their order; of rank sl_mpi_ranks(): n.
 */
gsize sl_mpi_first (gsize n, guint which);
/* Rows that are split so, to the first rank, which has room for all n of them (the others: NULL). Together.
 */
void sl_mpi_gather_rows (void *all, const void *mine, gsize n, gsize row_bytes);
/* From the first rank to all. Together. */
void sl_mpi_broadcast (void *data, gsize bytes);
/* Whether it is so on any rank. Together. */
gboolean sl_mpi_any (gboolean mine);
/* Together: FALSE on all ranks where good is FALSE on one, with the error of the first of those on all that
 * have none. */
gboolean sl_mpi_agree (gboolean good, GError **error);
/* Ends all ranks, now. */
void sl_mpi_abort (int status) G_GNUC_NORETURN;

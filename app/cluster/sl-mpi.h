/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Ranks: processes of the same program that share one piece of work (`mpirun -n K starloom …`). Without MPI,
 * or started without mpirun or srun, there is one rank. Main thread only.
 *
 * "Collective": all ranks must call it, in the same order. Errors of MPI itself end all ranks. */

/* Call first. Collective where a launcher started the program; otherwise it does nothing. Afterwards ranks
 * other than the first write no standard output. */
void sl_mpi_init (int *argc, char ***argv);
/* Call last. Collective. */
void sl_mpi_finish (void);
guint sl_mpi_rank (void);
guint sl_mpi_ranks (void);
/* Number of this rank among those of its machine, from 0; -1 for a single rank. Devices are shared out by
 * it. */
int sl_mpi_place (void);
/* Threads for this rank: the cores to which its launcher bound it, else its share of the machine's cores. 0
 * (one per core) for a single rank. */
guint sl_mpi_threads (void);

/* Sends to the first rank, which receives from rank `from`. Both block. */
void sl_mpi_send (const void *data, gsize bytes);
void sl_mpi_receive (guint from, void *data, gsize bytes);
/* From the first rank to all. Collective. */
void sl_mpi_broadcast (void *data, gsize bytes);
/* TRUE where `mine` is TRUE on any rank. Collective. */
gboolean sl_mpi_any (gboolean mine);
/* FALSE on all ranks if good is FALSE on any; ranks without an error get that of the first that failed.
 * Collective. If a step can fail on one rank, call this before the next collective. */
gboolean sl_mpi_agree (gboolean good, GError **error);

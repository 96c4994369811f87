/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cluster/sl-mpi.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#ifdef SL_HAVE_MPI
#include <mpi.h>
#include <sched.h>
#include <unistd.h>

/* MPI counts the bytes of a message with an int. */
#define MOST_AT_ONCE (G_GUINT64_CONSTANT (1) << 30)

static gboolean started;
static int rank, n_ranks = 1, on_machine = 1, place;
#else
static const int rank = 0, n_ranks = 1;
#endif

void
sl_mpi_init (int *argc, char ***argv)
{
#ifdef SL_HAVE_MPI
  /* Variables that the launchers of Open MPI, MPICH and Slurm set. */
  static const char *const signs[] = { "OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK" };
  gboolean launched = FALSE;
  MPI_Comm machine;
  int level;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    launched |= g_getenv (signs[i]) != NULL;
  if (!launched)
    return;
  MPI_Init_thread (argc, argv, MPI_THREAD_FUNNELED, &level);
  MPI_Comm_rank (MPI_COMM_WORLD, &rank);
  MPI_Comm_size (MPI_COMM_WORLD, &n_ranks);
  MPI_Comm_split_type (MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank, MPI_INFO_NULL, &machine);
  MPI_Comm_size (machine, &on_machine);
  MPI_Comm_rank (machine, &place);
  MPI_Comm_free (&machine);
  started = TRUE;
  if (rank > 0 && !freopen ("/dev/null", "w", stdout))
    g_debug ("rank %d: standard output is not redirected", rank);
#endif
}

void
sl_mpi_finish (void)
{
#ifdef SL_HAVE_MPI
  if (started)
    MPI_Finalize ();
  started = FALSE;
#endif
}

guint
sl_mpi_rank (void)
{
  return rank;
}

guint
sl_mpi_ranks (void)
{
  return n_ranks;
}

int
sl_mpi_place (void)
{
#ifdef SL_HAVE_MPI
  if (n_ranks > 1)
    return place;
#endif
  return -1;
}

guint
sl_mpi_threads (void)
{
#ifdef SL_HAVE_MPI
  cpu_set_t mine;

  if (n_ranks > 1)
    {
      const guint online = MAX (sysconf (_SC_NPROCESSORS_ONLN), 1);

      if (sched_getaffinity (0, sizeof mine, &mine) == 0 && (guint) CPU_COUNT (&mine) < online)
        return CPU_COUNT (&mine);
      return MAX (online / on_machine, 1);
    }
#endif
  return 0;
}

void
sl_mpi_send (const void *data, gsize bytes)
{
#ifdef SL_HAVE_MPI
  for (gsize at = 0; at < bytes; at += MOST_AT_ONCE)
    MPI_Send ((const char *) data + at, MIN (bytes - at, MOST_AT_ONCE), MPI_BYTE, 0, 0, MPI_COMM_WORLD);
#endif
}

void
sl_mpi_receive (guint from, void *data, gsize bytes)
{
#ifdef SL_HAVE_MPI
  for (gsize at = 0; at < bytes; at += MOST_AT_ONCE)
    MPI_Recv ((char *) data + at, MIN (bytes - at, MOST_AT_ONCE), MPI_BYTE, from, 0, MPI_COMM_WORLD,
              MPI_STATUS_IGNORE);
#endif
}

void
sl_mpi_broadcast (void *data, gsize bytes)
{
#ifdef SL_HAVE_MPI
  for (gsize at = 0; at < bytes && n_ranks > 1; at += MOST_AT_ONCE)
    MPI_Bcast ((char *) data + at, MIN (bytes - at, MOST_AT_ONCE), MPI_BYTE, 0, MPI_COMM_WORLD);
#endif
}

gboolean
sl_mpi_any (gboolean mine)
{
#ifdef SL_HAVE_MPI
  int all = mine ? 1 : 0;

  if (n_ranks > 1)
    {
      MPI_Allreduce (MPI_IN_PLACE, &all, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
      return all;
    }
#endif
  return mine;
}

gboolean
sl_mpi_agree (gboolean good, GError **error)
{
#ifdef SL_HAVE_MPI
  /* An error as a message. */
  struct { int code; char domain[64], message[4096]; } fault = { 0 };
  int first = good ? n_ranks : rank;

  if (n_ranks == 1)
    return good;
  MPI_Allreduce (MPI_IN_PLACE, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  if (first == n_ranks)
    return TRUE;
  if (first == rank && error && *error)
    {
      fault.code = (*error)->code;
      g_strlcpy (fault.domain, g_quark_to_string ((*error)->domain), sizeof fault.domain);
      g_strlcpy (fault.message, (*error)->message, sizeof fault.message);
    }
  MPI_Bcast (&fault, sizeof fault, MPI_BYTE, first, MPI_COMM_WORLD);
  if (good && *fault.domain)
    g_set_error (error, g_quark_from_string (fault.domain), fault.code, _ ("process %d: %s"), first,
                 fault.message);
  return FALSE;
#else
  return good;
#endif
}

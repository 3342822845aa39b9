/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnnl-step.h"

/**
 * ov_dnnl_stream_new:
 *
 * Returns: (transfer full): what primitives are run on, by one thread at a time
 */
dnnl_stream_t
ov_dnnl_stream_new (void)
{
  dnnl_stream_t stream;

  ov_dnnl_check (dnnl_stream_create (&stream, ov_dnnl_get_engine (), dnnl_stream_default_flags),
                 "make a stream");

  return stream;
}

/**
 * ov_dnnl_step_create:
 * @self: a step that has no primitive yet
 * @desc: what it is to compute
 */
void
ov_dnnl_step_create (OvDnnlStep                 *self,
                     const_dnnl_primitive_desc_t desc)
{
  ov_dnnl_check (dnnl_primitive_create (&self->primitive, desc), "make a primitive");
}

/**
 * ov_dnnl_step_clear:
 * @self: a step, made or not
 *
 * Frees the primitive and the memory of its operands.
 */
void
ov_dnnl_step_clear (OvDnnlStep *self)
{
  for (guint i = 0; i < self->n_args; i++)
    dnnl_memory_destroy (self->args[i].memory);
  if (self->primitive != NULL)
    dnnl_primitive_destroy (self->primitive);
}

/**
 * ov_dnnl_step_add_operand:
 * @self: a step
 * @name: which operand, such as %DNNL_ARG_SRC
 * @desc: how it lies in memory
 * @borrowed: whether the memory is the caller's, set before each run, rather than oneDNN's
 */
void
ov_dnnl_step_add_operand (OvDnnlStep     *self,
                          int             name,
                          OvDnnlConstDesc desc,
                          gboolean        borrowed)
{
  dnnl_memory_t memory;

  g_assert (self->n_args < OV_DNNL_MAX_ARGS);
  ov_dnnl_check (dnnl_memory_create (&memory, desc, ov_dnnl_get_engine (),
                                     borrowed ? DNNL_MEMORY_NONE : DNNL_MEMORY_ALLOCATE),
                 "get memory");
  self->args[self->n_args++] = (dnnl_exec_arg_t) {name, memory};
}

static dnnl_memory_t
find_operand (OvDnnlStep *self,
              int         name)
{
  for (guint i = 0; i < self->n_args; i++)
    if (self->args[i].arg == name)
      return self->args[i].memory;

  g_assert_not_reached ();
}

/**
 * ov_dnnl_step_set_operand:
 * @self: a step
 * @name: a borrowed operand of it
 * @values: (transfer none): the caller's memory
 */
void
ov_dnnl_step_set_operand (OvDnnlStep *self,
                          int         name,
                          const void *values)
{
  /* oneDNN's interface has no constant memory; it only reads the inputs. */
  ov_dnnl_check (dnnl_memory_set_data_handle (find_operand (self, name), (void *) values),
                 "set memory");
}

/**
 * ov_dnnl_step_get_operand:
 * @self: a step
 * @name: an operand of it
 *
 * Returns: (transfer none): its memory
 */
void *
ov_dnnl_step_get_operand (OvDnnlStep *self,
                          int         name)
{
  void *values;

  ov_dnnl_check (dnnl_memory_get_data_handle (find_operand (self, name), &values), "find memory");

  return values;
}

/**
 * ov_dnnl_step_run:
 * @self: a step whose borrowed operands are set
 * @stream: a stream of the calling thread's
 *
 * Computes, on the calling thread alone, and returns when it is done.
 */
void
ov_dnnl_step_run (OvDnnlStep   *self,
                  dnnl_stream_t stream)
{
  ov_dnnl_stay_on_this_thread ();
  ov_dnnl_check (dnnl_primitive_execute (self->primitive, stream, (int) self->n_args, self->args),
                 "compute");
  ov_dnnl_check (dnnl_stream_wait (stream), "wait");
}

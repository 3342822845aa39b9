/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dnnl-api.h"

#define OV_DNNL_MAX_ARGS 6

/**
 * OvDnnlStep:
 * @primitive: (nullable): what is computed; %NULL while it has not been needed
 * @args: its operands
 * @n_args: how many of @args are used
 *
 * A primitive with its operands: oneDNN's unit of work. A step of zeros is one that was not made.
 */
typedef struct
{
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t  args[OV_DNNL_MAX_ARGS];
  guint            n_args;
} OvDnnlStep;

dnnl_stream_t ov_dnnl_stream_new       (void);
void          ov_dnnl_step_create      (OvDnnlStep                 *self,
                                        const_dnnl_primitive_desc_t desc);
void          ov_dnnl_step_clear       (OvDnnlStep                 *self);
void          ov_dnnl_step_add_operand (OvDnnlStep                 *self,
                                        int                         name,
                                        OvDnnlConstDesc             desc,
                                        gboolean                    borrowed);
void          ov_dnnl_step_set_operand (OvDnnlStep                 *self,
                                        int                         name,
                                        const void                 *values);
void         *ov_dnnl_step_get_operand (OvDnnlStep                 *self,
                                        int                         name);
void          ov_dnnl_step_run         (OvDnnlStep                 *self,
                                        dnnl_stream_t               stream);

"""Every error the clerk can put right, one page for each room.

A class docstring is the English message template (the Chinese text stands in the catalogue
``resources/locale/zh_CN``); ``{name}`` places are filled from the keyword arguments. ``code`` is stable:
help pages, tests and other programs refer to it. Anything that is not a :class:`UserError` is our bug.
"""

from cjdesk.domain.errors.amounts import *
from cjdesk.domain.errors.awards import *
from cjdesk.domain.errors.batches import *
from cjdesk.domain.errors.command_line import *
from cjdesk.domain.errors.cooperatives import *
from cjdesk.domain.errors.county import *
from cjdesk.domain.errors.data_file import *
from cjdesk.domain.errors.fees import *
from cjdesk.domain.errors.id_numbers import *
from cjdesk.domain.errors.imports import *
from cjdesk.domain.errors.payments import *
from cjdesk.domain.errors.payroll import *
from cjdesk.domain.errors.people import *
from cjdesk.domain.errors.printing import *
from cjdesk.domain.errors.proof import *
from cjdesk.domain.errors.publicity import *
from cjdesk.domain.errors.reference import *
from cjdesk.domain.errors.rules import *
from cjdesk.domain.errors.scans import *
from cjdesk.domain.errors.schemes import *
from cjdesk.domain.errors.states import *
from cjdesk.domain.errors.update import *
from cjdesk.domain.errors.user_error import UserError as UserError

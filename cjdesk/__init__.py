"""CJDesk (从江乡镇工作台): the township clerk's desk for public-welfare posts, pay and county reports."""

__version__ = "0.1.0"

"""How often somebody may try: allauth's rate limits, and ours of the same form (allauth, "Rate Limits").

A refusal by name alone would let anybody lock a member out, since names are public. So a name that strangers try is
refused to the network that tried it, and above a second limit to everybody who signs in by the name: the email address,
which nobody else knows, and a mail for a new password remain (docs/decisions/0016-limits-lock-nobody-out.md).
"""

ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "60/m/ip",
    # Wrong passwords from one network over all names; and from one network for one name.
    "login_failed": "50/10m/ip,5/5m/key,10/d/key",
    # Wrong passwords for one name over all networks: at most 100 guesses a day.
    "login_failed_by_name": "50/h/key,100/d/key",
    # Wrong codes of one member from one network; and over all networks, where the password is known already.
    "second_step_failed": "5/5m/key",
    "second_step_failed_by_member": "30/h/key,100/d/key",
    "change_password": "5/m/user,30/d/user",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip",
    # Mails that anybody can cause, to one address. Links in earlier mails stay valid, so nobody misses a later one.
    "mail_to_address": "3/h/key,10/d/key",
    "confirm_email": "3/h/key,10/d/key",
}

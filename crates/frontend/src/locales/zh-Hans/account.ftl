### A member of staff's own account

nav-account = 账号

## Giving a code after the password

own-code-title = 输入验证码
own-code-how = 密码正确。请打开手机上的身份验证器应用，输入其中显示的本门户验证码。
own-code-recovery-how = 密码正确。请输入您保存的一个恢复代码。每个代码只能使用一次。
own-code = 验证码
own-code-digits = 六位数字。每 30 秒更新一次，每个验证码只能使用一次。
own-code-hint = 手机上的六位数字，或您的一个恢复代码。
own-code-recovery = 恢复代码
own-code-recovery-hint = 共六组，每组四个字符。连字符、空格和大小写均不影响。
own-code-use-recovery = 改用恢复代码
own-code-use-phone = 改用手机上的验证码
own-code-lost = 如手机和恢复代码都不在身边，请联系门户管理员。
own-code-over = 登录用时过长，或已经完成。请重新开始。
own-code-again-why = 密码正确，但内容尚未保存。请输入手机上的验证码，您填写的内容随即保存。

error-common = 这是人人都会先试的常用密码，请另选一个。
error-guessable = 此密码由您的姓名、邮箱或门户名称组成，容易猜到。请至少加入八个其他字符。
error-same-password = 这就是您现在的密码，请换一个。
error-none-chosen = 请至少勾选一项。
error-wrong-password = 这不是您账号的密码。
error-wrong-code = 此验证码无效：可能输入有误、已过期或已使用过。请等待下一个验证码。

## What the owner is told after signing in

own-welcome = 您上次登录：
own-welcome-failed = 此后有 { $count } 次登录尝试失败。
own-welcome-log = 查看账号记录

## The account

own-title = 我的账号
own-name = 姓名
own-role = 角色
own-place = { $browser }，{ $network }
own-browser-unknown = 未知浏览器

own-done-password = 密码已修改。其他位置的登录均已退出。
own-done-off = 两步验证已关闭。其他位置的登录均已退出。
own-done-ended = 已完成：所选登录均已退出。

## The password

own-password-title = 密码
own-password-part = 好的密码足够长，且不在别处使用。在您修改之前一直有效。
own-password-do = 修改密码
own-password-why = 修改后，除此处以外的登录均会退出。如怀疑他人知道您的密码，请立即修改。
own-password-present = 当前密码

## The second factor

own-second-title = 两步验证
own-second-on = 已开启
own-second-off = 未开启
own-second-since = 开启时间：
own-second-part = 登录时还需手机验证码，仅凭盗取的密码无法登录。
own-second-what = 开启两步验证后，输入密码之后还需输入手机上的验证码。即使密码被盗，他人也无法登录。
own-second-need = 您需要在手机上安装身份验证器应用，例如密码管理工具自带的应用。它无需联网，也不向任何人发送信息。
own-second-required = 本门户要求所有人使用两步验证。请先完成设置，再进入工作台。
own-second-set-up = 设置两步验证
own-second-do = 管理两步验证
own-second-is = 输入密码之后，门户会要求输入手机上的验证码。
own-second-is-on = 两步验证已开启。其他位置的登录均已退出。
own-second-confirm = 开启

own-step-scan = 1. 将门户添加到应用
own-step-scan-how = 在身份验证器应用中选择添加账号，然后扫描此图。
own-qr = 二维码，内含身份验证器应用所需的密钥。下方以文字列出同一密钥。
own-qr-caption = 请勿向他人展示：得到它的人可以生成您的验证码。
own-step-open = 在本设备的应用中打开
own-step-type = 如无法扫描，请在应用中输入此密钥（基于时间，六位数字）：
own-step-confirm = 2. 确认可用
own-step-confirm-how = 请输入应用当前显示的验证码和您的密码。

own-codes-title = 恢复代码
own-codes-left = { $count ->
    [0] 恢复代码已用完。
   *[other] 还有 { $count } 个恢复代码可用。
}
own-codes-do = 生成新的恢复代码
own-codes-why = 您将获得十个新代码，现有的代码随即失效。
own-codes-keep = 请保存恢复代码
own-codes-made = 已生成十个新代码，原有代码不再有效。
own-codes-how = 手机不在身边时，可用其中一个代码登录。每个代码只能使用一次。
own-codes-once = 这些代码只显示这一次。请立即打印本页或复制代码，并像保管钥匙一样保管。
own-codes-print = 打印时，页面只包含这些文字和代码。
own-codes-kept = 我已保存

own-off-title = 关闭两步验证
own-off-part = 如需更换手机，请先关闭，再重新设置。
own-off-ask = 关闭…
own-off-why = 此后仅凭密码即可登录您的账号。恢复代码随即失效，其他位置的登录均会退出。
own-off-do = 关闭两步验证

## Where the account is signed in

own-sessions-title = 登录位置
own-sessions-count = { $count ->
    [1] 仅在此处登录。
   *[other] 共在 { $count } 处登录（包括此处）。
}
own-sessions-do = 查看登录位置
own-sessions-caption = 有效的登录，最近使用的在前
own-sessions-why = 登录后两小时未使用即自动退出，最长十二小时。如有您不认识的登录，请将其退出，然后修改密码。
own-sessions-alone = 您没有在其他位置登录。
own-sessions-here = 此处
own-sessions-stays = 请用上方的“退出登录”
own-sessions-tick = 退出此登录：{ $place }
own-sessions-tick-short = 退出
own-sessions-end = 退出所选登录
own-sessions-end-others = 退出其他所有登录
own-column-where = 位置
own-column-began = 登录时间
own-column-seen = 最近使用
own-column-end = 退出

## What happened to the account

own-log-title = 账号记录
own-log-part = 何人从何处登录、有过哪些尝试、作过哪些修改。
own-log-do = 查看记录
own-log-caption = 最近的在前，保留一年
own-log-why = 如有并非您本人的记录，请退出不认识的登录，并修改密码。
own-log-none = 暂无记录。
own-log-failed = 失败
own-log-by = 由{ $name }操作
own-column-what = 事项
own-column-when = 时间

entry-signed-in = 登录
entry-wrong-password = { $count ->
    [1] 密码错误
   *[other] 密码错误，一小时内 { $count } 次
}
entry-code-missing = { $count ->
    [1] 密码正确，但其后没有正确的验证码
   *[other] 密码正确，但其后没有正确的验证码，一小时内 { $count } 次
}
entry-wrong-code = { $count ->
    [1] 验证码错误
   *[other] 验证码错误，一小时内 { $count } 次
}
entry-recovery-code-used = 使用了恢复代码
entry-password-changed = 修改了密码
entry-password-set = 用链接设置了密码
entry-link-made = 生成了新密码链接
entry-role-given = 更改了角色
entry-second-factor-on = 开启了两步验证
entry-second-factor-off = 关闭了两步验证
entry-recovery-codes-made = 生成了新的恢复代码
entry-sessions-ended = 退出了 { $count } 处登录
